import fc from 'fast-check';
import { join } from '../../../shared/routing/join.ts';
import { route } from '../../../shared/routing/route.ts';
import { defineRoutes, type Table, type Target } from '../../../shared/routing/table.ts';
import type { Schema } from '../../../shared/schemas/schema.ts';
import type { Json } from '../json.ts';
import { filter, patterns } from './conditions.ts';

export const TYPES = [
  ...['blob.uploaded', 'order.placed', 'Order.Placed', 'order.placed.late', 'pay "x"', 'größe', 'x\u200by', '2024/1'],
  ...['google.cloud.storage.object.v1.deleted', 'google.cloud.storage.object.v1.archived'],
  ...['Microsoft.Storage.BlobDeleted', 'Microsoft.Storage.BlobCreated', 'Waybill.x', 'a', 'b'],
];
const LONG_TYPES = Array.from(
  { length: 30 },
  (_, index) => `very.long.names.of.a.company.${index % 3}.event-number-${index}`,
);
export const EMITTED = ['order.shipped', 'Order.Placed', 'ORDER.SHIPPED', 'blob.resized', 'b', 'ship\\ped'];

/** Any data fits. */
export const schemaOfAnything: Schema = {
  '~standard': { version: 1, vendor: 'test', validate: (value) => ({ value }) },
};
const handle = async () => {};

type Definition = {
  readonly on: string[];
  readonly where: Json | undefined;
  readonly filters: object[] | undefined;
  readonly emits: string[];
};

/** In so many of ten. */
const maybe = <T>(arbitrary: fc.Arbitrary<T>, often: number) =>
  fc.oneof({ weight: often, arbitrary }, { weight: 10 - often, arbitrary: fc.constant(undefined) });

const definitions: fc.Arbitrary<Definition> = fc.record({
  on: fc.uniqueArray(
    fc.oneof(
      { weight: 3, arbitrary: fc.constant('blob.uploaded') },
      { weight: 9, arbitrary: fc.constantFrom(...TYPES) },
    ),
    { minLength: 1, maxLength: 3 },
  ),
  where: maybe(patterns, 6),
  filters: maybe(fc.array(filter, { minLength: 1, maxLength: 2 }), 3),
  emits: fc.oneof(fc.constant<string[]>([]), fc.uniqueArray(fc.constantFrom(...EMITTED), { maxLength: 2 })),
});

/** Tables that are small, and some with more types or values than a cloud takes. */
const someDefinitions: fc.Arbitrary<readonly Definition[]> = fc.oneof(
  { weight: 12, arbitrary: fc.array(definitions, { minLength: 1, maxLength: 4 }) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.subarray(LONG_TYPES, { minLength: 4 }), definitions)
      .map(([on, one]) => [{ ...one, on: [...on, ...one.on] }]),
  },
  {
    weight: 1,
    arbitrary: fc.array(
      definitions.map((one) => ({ ...one, where: MANY_VALUES })),
      { minLength: 1, maxLength: 1 },
    ),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.subarray(LONG_TYPES, { minLength: 3 }), definitions)
      .map(([emits, one]) => [{ ...one, emits }]),
  },
);

const MANY_VALUES: Json = {
  subject: [...Array.from({ length: 40 }, (_, index) => `s${index}`), 'x', '2024/1'],
  source: [{ exists: true }],
};

/** Two tables that differ in nothing but what becomes of unknown types, where what was drawn is a table at all. */
export const tables: fc.Arbitrary<Table> = fc
  .tuple(someDefinitions, fc.boolean(), fc.nat(5))
  .map(([all, drops, joins]) => build(all, drops, joins === 0))
  .filter((table) => table !== undefined);

/** Undefined where what was drawn is refused, as a pattern or because no event can match it. */
function build(all: readonly Definition[], drops: boolean, joins: boolean): Table | undefined {
  try {
    const routes: Target[] = all.map(({ on, where, filters, emits }, index) =>
      route({
        name: `route-${index}`,
        ...{ on, schema: schemaOfAnything, emits, handle },
        ...(where !== undefined && { where: Object(where) }),
        ...(filters !== undefined && { filters }),
      }),
    );
    const more = joins
      ? [join({ name: 'both', opens: 'a', all: ['b'], by: 'subject', within: '1h', handle, otherwise: handle })]
      : [];
    return defineRoutes([...routes, ...more], { unrouted: drops ? 'drop' : 'dead-letter' });
  } catch {
    return undefined;
  }
}

/** Types of events for a table: those that it names and emits, those in another case, the router's own, and some that nobody knows. */
export function typesOf({ routes }: Table): fc.Arbitrary<string> {
  const known = routes.flatMap(({ on, emits }) => [...on, ...emits]);
  return fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...known) },
    { weight: 2, arbitrary: fc.constantFrom(...TYPES, ...EMITTED) },
    { weight: 1, arbitrary: fc.constantFrom(...known).map((type) => type.toUpperCase()) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        'waybill.sweep',
        'waybill.join.due',
        'waybill.x',
        'Waybill.sweep',
        'nobody.knows',
        'very.long.names.of.nobody',
      ),
    },
  );
}
