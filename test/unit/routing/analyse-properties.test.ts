import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import * as z from 'zod/mini';
import { analyse } from '../../../shared/routing/analyse.ts';
import { holdsFilter } from '../../../shared/routing/filter.ts';
import { createMatcher } from '../../../shared/routing/matcher.ts';
import { type Route, route } from '../../../shared/routing/route.ts';
import { attribute, type CloudEvent, parseCloudEvent } from '../../../shared/schemas/cloudevent.ts';
import { type Schema, tryFor } from '../../../shared/schemas/schema.ts';
import { runs, withSeed } from '../../runs.ts';
import { events, filters, patterns, TYPES } from './random-tables.ts';

const handle = async () => {};

/** Whether the event is for the route, said without the table. */
function wants({ name, on, where, filter }: Route, event: CloudEvent): boolean {
  const address = attribute(event, 'waybillroute') ?? name;
  const matches = where === undefined || createMatcher([[1, { pattern: where }]]).match(event).length === 1;
  return address === name && on.includes(event.type) && matches && (filter === undefined || holdsFilter(filter, event));
}

function errorOf(given: Route) {
  return analyse([given]).find(({ level }) => level === 'error');
}

const routes = fc
  .record({
    on: fc.subarray([...TYPES], { minLength: 1 }),
    where: fc.option(patterns, { nil: undefined }),
    filters: fc.option(fc.array(filters, { maxLength: 3 }), { nil: undefined }),
  })
  .map(({ on, where, filters: given }) => {
    const base = { name: 'route-0', on, schema: z.unknown(), handle };
    const conditions = {
      ...(where === undefined ? {} : { where: Object(where) }),
      ...(given === undefined ? {} : { filters: given }),
    };
    return route({ ...base, ...conditions });
  });

const words = fc.constantFrom<unknown>('x', 'y', '5', 5, -1, 0.5, true, null);
/** Values over a few names, of which the schemas below take some. */
const values = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    words,
    fc.array(tie('value'), { maxLength: 2 }),
    fc.dictionary(fc.constantFrom('p', 'q'), tie('value'), { maxKeys: 2 }),
  ),
}));

type Zod = z.ZodMiniType;
const leaves = fc.constantFrom<() => Zod>(
  () => z.string(),
  () => z.int().check(z.nonnegative()),
  () => z.number().check(z.gt(0)),
  () => z.number().check(z.overwrite(Math.abs), z.nonnegative()),
  () => z.boolean(),
  () => z.null(),
  () => z.unknown(),
  () => z.enum(['x', 'y']),
  () => z.literal([5, 'x']),
  () => z.coerce.number(),
  () => z.catch(z.number(), 0),
  () => z._default(z.string(), 'x'),
  () => z.pipe(z.string(), z.transform(Number)),
);
const schemas = fc.letrec<{ schema: () => Zod }>((tie) => ({
  schema: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaves,
    fc.tuple(tie('schema'), tie('schema'), fc.constantFrom(z.object, z.strictObject, z.looseObject)).map(
      ([p, q, make]) =>
        () =>
          make({ p: p(), q: q() }),
    ),
    tie('schema').map((inner) => () => z.array(inner())),
    tie('schema').map((inner) => () => z.optional(inner())),
    tie('schema').map((inner) => () => z.nullable(inner())),
    tie('schema').map((inner) => () => z.record(z.string(), inner())),
    fc.tuple(tie('schema'), tie('schema')).map(
      ([one, other]) =>
        () =>
          z.union([one(), other()]),
    ),
    fc.tuple(tie('schema'), tie('schema')).map(
      ([one, other]) =>
        () =>
          z.intersection(one(), other()),
    ),
  ),
}));

const conditions = fc.array(
  fc.oneof(
    words,
    fc.constantFrom<unknown>(
      ...[{ exists: false }, { exists: true }, { prefix: 'x' }, { numeric: ['>', 0] }, { numeric: ['<', 1] }],
      ...[{ 'anything-but': ['x', 'y'] }, { 'equals-ignore-case': 'X' }, { wildcard: 'z*' }],
    ),
  ),
  { minLength: 1, maxLength: 2 },
);
const fields = fc.dictionary(
  fc.constantFrom('p', 'q'),
  fc.oneof(conditions, fc.dictionary(fc.constantFrom('p', 'q'), conditions, { minKeys: 1 })),
  { minKeys: 1 },
);
const dataPatterns = fc.oneof({ weight: 5, arbitrary: fields }, conditions).map((data) => ({ data }));

/** Whether the schema takes the data; one whose parts cannot be put together throws. */
function takes(schema: Schema, data: unknown): boolean {
  try {
    const verdict = tryFor(schema, data);
    return !(verdict instanceof Promise) && verdict.issues === undefined;
  } catch {
    return false;
  }
}

const EVENT = { specversion: '1.0', id: '1', source: '/', type: 'a' } as const;

describe('an error of the analysis', () => {
  it('is about a route that no event of its types matches', () => {
    let errors = 0;
    const property = fc.property(routes, fc.array(events, { minLength: 10, maxLength: 10 }), (given, some) => {
      if (errorOf(given) === undefined) return;
      errors++;
      const valid = some.flatMap((event) => {
        const parsed = parseCloudEvent(event);
        return parsed.ok ? [parsed.value] : [];
      });
      expect(valid.filter((event) => wants(given, event))).toEqual([]);
    });
    withSeed((seed) => {
      fc.assert(property, { numRuns: runs(1_000), seed });
      expect(errors).toBeGreaterThan(30);
    });
  });

  it('is about a pattern that no data matches which the schema takes', () => {
    let errors = 0;
    let fitting = 0;
    const some = fc.array(values.value, { minLength: 20, maxLength: 20 });
    const property = fc.property(schemas.schema, dataPatterns, some, (make, where, all) => {
      const schema: Schema = make();
      const given = route({ name: 'it', on: 'a', schema, handle, where });
      if (errorOf(given) === undefined) return;
      errors++;
      const data = [...all.map((one) => ({ data: one })), {}].filter((one) => takes(schema, Reflect.get(one, 'data')));
      fitting += data.length;
      expect(data.filter((one) => wants(given, { ...EVENT, ...one }))).toEqual([]);
    });
    withSeed((seed) => {
      fc.assert(property, { numRuns: runs(1_000), seed });
      expect(Math.min(errors, fitting)).toBeGreaterThan(30);
    });
  });
});
