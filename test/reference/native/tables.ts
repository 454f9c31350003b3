import fc from 'fast-check';
import { join } from '../../../shared/routing/join.ts';
import { route } from '../../../shared/routing/route.ts';
import { defineRoutes, type Table, type Target } from '../../../shared/routing/table.ts';
import type { Schema } from '../../../shared/schemas/schema.ts';
import type { Json } from '../json.ts';

/** What tables and events are made of: few texts, so that they hit each other, and all that filters of clouds trip over. */
export const TEXTS = [
  ...['x', 'X', 'xy', 'Xy', 'x y', 'a"b', 'a\\b', 'größe', 'GRÖSSE', 'ß', 'ſ', '\u212a', 'k', 'ΑΣ', '😀', '😀x'],
  ...[
    '10.0.0.1',
    '010.0.0.1',
    '1',
    '01',
    'true',
    '-',
    '2024/',
    '2024/1',
    `2024/${'x'.repeat(600)}`,
    `${'x'.repeat(600)}y`,
  ],
];
/** What no attribute of an event may hold, or nobody sees. */
export const ODD_TEXTS = ['', '\u200b', 'x\u2028', '\ud83d', '\u0000', 'x*', '__proto__'];

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

const text = fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...TEXTS) }, fc.constantFrom(...ODD_TEXTS));
const some = text.filter((one) => one !== '');
const wildcard = fc
  .tuple(text, text)
  .map(([one, other]) => `${escaped(one)}*${escaped(other)}`)
  .filter((one) => !one.includes('**'));

function escaped(plain: string): string {
  return plain.replace(/[*\\]/g, '\\$&');
}

const NUMBERS = [0, 1, 2, 2024, -1, 1.5];
const number = fc.constantFrom(...NUMBERS);

const condition: fc.Arbitrary<Json> = fc.oneof(
  { weight: 6, arbitrary: text },
  { weight: 2, arbitrary: fc.constantFrom<Json>(...NUMBERS, true, false, null, '10.0.0.1') },
  { weight: 4, arbitrary: text.map((prefix): Json => ({ prefix })) },
  { weight: 2, arbitrary: text.map((suffix): Json => ({ suffix })) },
  { weight: 2, arbitrary: wildcard.map((one): Json => ({ wildcard: one })) },
  { weight: 2, arbitrary: text.map((one): Json => ({ 'equals-ignore-case': one })) },
  { weight: 1, arbitrary: text.map((one): Json => ({ prefix: { 'equals-ignore-case': one } })) },
  { weight: 3, arbitrary: fc.boolean().map((exists): Json => ({ exists })) },
  {
    weight: 3,
    arbitrary: fc.array(text, { minLength: 1, maxLength: 2 }).map((one): Json => ({ 'anything-but': one })),
  },
  { weight: 1, arbitrary: number.map((one): Json => ({ 'anything-but': one })) },
  { weight: 2, arbitrary: some.map((prefix): Json => ({ 'anything-but': { prefix } })) },
  { weight: 1, arbitrary: some.map((suffix): Json => ({ 'anything-but': { suffix } })) },
  {
    weight: 2,
    arbitrary: fc.tuple(fc.constantFrom('=', '<', '>=', '>'), number).map((numeric): Json => ({ numeric })),
  },
  { weight: 1, arbitrary: fc.constant<Json>({ numeric: ['>', 0, '<=', 2] }) },
  { weight: 1, arbitrary: fc.constant<Json>({ cidr: '10.0.0.0/8' }) },
);

const conditions = fc.array(condition, { minLength: 1, maxLength: 2 });
const ATTRIBUTES = ['source', 'subject', 'region', 'count', 'flag', 'type', 'datacontenttype', 'time', 'waybillroute'];
const attributes = fc.dictionary(fc.constantFrom('source', 'subject', 'region', ...ATTRIBUTES), conditions, {
  minKeys: 1,
  maxKeys: 2,
});
const data = fc
  .dictionary(fc.constantFrom('contentType', 'name', 'name', 'size', 'bucket', 'version', 'x', 'x.y'), conditions, {
    minKeys: 1,
    maxKeys: 2,
  })
  .map((fields): Json => ({ data: fields }));
const plain: fc.Arbitrary<Json> = fc.oneof(
  { weight: 5, arbitrary: attributes },
  { weight: 3, arbitrary: data },
  { weight: 1, arbitrary: fc.tuple(attributes, data).map(([one, other]): Json => ({ ...one, ...Object(other) })) },
);
const patterns: fc.Arbitrary<Json> = fc.oneof(
  { weight: 4, arbitrary: plain },
  fc.array(plain, { minLength: 2, maxLength: 3 }).map((branches): Json => ({ $or: branches })),
);

const named = fc.dictionary(fc.constantFrom('source', 'subject', 'region', 'count', 'flag', 'type'), some, {
  minKeys: 1,
  maxKeys: 2,
});
const { filter } = fc.letrec<{ filter: object }>((tie) => ({
  filter: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.tuple(fc.constantFrom('exact', 'prefix', 'suffix'), named).map(([kind, map]) => ({ [kind]: map })),
    fc.constantFrom({ sql: "source LIKE 'x%'" }, { sql: "region = 'x' OR count = 1" }, { sql: 'EXISTS region' }),
    fc
      .tuple(fc.constantFrom('all', 'any'), fc.array(tie('filter'), { minLength: 1, maxLength: 3 }))
      .map(([kind, inner]) => ({ [kind]: inner })),
    tie('filter').map((inner) => ({ not: inner })),
  ),
}));

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
  emits: fc.oneof(fc.constant([]), fc.uniqueArray(fc.constantFrom(...EMITTED), { maxLength: 2 })),
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
