import fc from 'fast-check';
import * as z from 'zod/mini';
import { analyse } from '../../../shared/routing/analyse.ts';
import { join } from '../../../shared/routing/join.ts';
import { type Route, route } from '../../../shared/routing/route.ts';
import type { Target } from '../../../shared/routing/table.ts';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

const handle = async () => {};
const schema = z.unknown();
export const TYPES = ['a', 'b', 'c'] as const;

const leaf = fc.constantFrom<Json>(null, true, 1, 2, '1', 'x', 'X', 'xy', '10.0.0.1');
const condition = fc.oneof(
  leaf,
  fc.constantFrom<Json>(
    ...[{ prefix: 'x' }, { suffix: 'y' }, { exists: true }, { exists: false }, { numeric: ['>', 1] }],
    ...[{ 'anything-but': ['x', 'xy'] }, { 'equals-ignore-case': 'x' }, { wildcard: 'x*' }, { cidr: '10.0.0.0/8' }],
    ...[{ 'anything-but': { prefix: 'x' } }, { 'anything-but': 1 }],
  ),
);
const conditions = fc.array(condition, { minLength: 1, maxLength: 2 });

function objects(keys: readonly string[], inner: fc.Arbitrary<Json>): fc.Arbitrary<{ [key: string]: Json }> {
  return fc.dictionary(fc.constantFrom(...keys), inner, { minKeys: 1, maxKeys: 3 });
}

const fields = objects(['p', 'q', 'p.q'], fc.oneof(conditions, objects(['p', 'q'], conditions)));
const attributes = objects(['source', 'subject', 'count', 'type', 'id'], conditions);
const plain = fc
  .record({ attributes: fc.option(attributes, { nil: {} }), data: fc.option(fields, { nil: undefined }) })
  .map(
    ({ attributes: top, data }): Json =>
      data === undefined ? { source: [{ exists: true }], ...top } : { ...top, data },
  );
/** A pattern as a user writes it. */
export const patterns: fc.Arbitrary<Json> = fc.oneof(
  { weight: 3, arbitrary: plain },
  fc.array(plain, { minLength: 2, maxLength: 3 }).map((branches): Json => ({ $or: branches })),
);

const named = fc.dictionary(
  fc.constantFrom('source', 'subject', 'type', 'count', 'id'),
  fc.constantFrom('x', 'xy', '1', 'a'),
  {
    minKeys: 1,
    maxKeys: 2,
  },
);
const filtersOfAll = fc.letrec<{ filter: object }>((tie) => ({
  filter: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.tuple(fc.constantFrom('exact', 'prefix', 'suffix'), named).map(([kind, map]) => ({ [kind]: map })),
    fc.constantFrom({ sql: "source LIKE 'x%'" }, { sql: "type = 'a' OR count = 1" }, { sql: 'EXISTS subject' }),
    fc
      .tuple(fc.constantFrom('all', 'any'), fc.array(tie('filter'), { minLength: 1, maxLength: 3 }))
      .map(([kind, inner]) => ({ [kind]: inner })),
    tie('filter').map((inner) => ({ not: inner })),
  ),
}));

/** A filter of CloudEvents as a user writes it. */
export const filters: fc.Arbitrary<object> = filtersOfAll.filter;

const on = fc.subarray([...TYPES], { minLength: 1 });

const routes: fc.Arbitrary<Route> = fc
  .record({
    on,
    where: fc.option(patterns, { nil: undefined }),
    filters: fc.option(fc.array(filters, { maxLength: 2 }), { nil: undefined }),
  })
  .map(({ where, filters: some, ...given }) => {
    const conditions = {
      ...(where === undefined ? {} : { where: Object(where) }),
      ...(some === undefined ? {} : { filters: some }),
    };
    return route({ name: 'route', schema, handle, ...given, ...conditions });
  })
  // A table with a route that can never match does not load.
  .filter((one) => analyse([one]).every(({ level }) => level !== 'error'));

const joins: fc.Arbitrary<Target> = fc
  .subarray([...TYPES], { minLength: 2 })
  .map(([opens = '', ...all]) =>
    join({ name: 'join', opens, all, by: 'subject', within: '1h', handle, otherwise: handle }),
  );

/** Routes and joins whose patterns now and then take the events below. */
export const targets: fc.Arbitrary<readonly Target[]> = fc
  .array(fc.oneof({ weight: 4, arbitrary: routes }, joins), { minLength: 1, maxLength: 4 })
  .map((all) => all.map((one, index) => ({ ...one, name: `${one.name}-${index}` })));

const values = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    fc.array(tie('value'), { maxLength: 3 }),
    objects(['p', 'q', 'p.q'], tie('value')),
  ),
}));

/** Valid CloudEvents over the same few names and values. */
export const events = fc.record(
  {
    specversion: fc.constant('1.0' as const),
    id: fc.constantFrom('1', 'x', 'xy'),
    source: fc.constantFrom('x', 'xy', '10.0.0.1'),
    type: fc.constantFrom(...TYPES, 'waybill.join.due', 'd'),
    subject: fc.constantFrom('x', 'X', ' x'),
    count: fc.constantFrom(1, 2, '1', true),
    waybillroute: fc.constantFrom('route-0', 'join-1'),
    data: fc.oneof(values.value, fc.record({ join: fc.constantFrom('join-0', 'join-1', 'join-2') })),
  },
  { requiredKeys: ['specversion', 'id', 'source', 'type'] },
);
