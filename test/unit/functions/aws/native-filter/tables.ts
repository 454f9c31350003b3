import fc from 'fast-check';
import { route } from '../../../../../shared/routing/route.ts';
import { defineRoutes, type Table } from '../../../../../shared/routing/table.ts';
import type { Schema } from '../../../../../shared/schemas/schema.ts';
import { ALPHABETS, type Alphabet } from '../../../../reference/alphabets.ts';
import { conditions } from '../../../../reference/conditions.ts';
import type { Json } from '../../../../reference/json.ts';
import { patterns } from '../../../../reference/patterns.ts';

export const TYPES = ['blob.uploaded', 'order.placed', 'order.paid', 'stock.low'];
export const EMITTED = ['order.shipped', 'stock.low'];

/** Any data fits. */
const schema: Schema = { '~standard': { version: 1, vendor: 'test', validate: (value) => ({ value }) } };

/** Tables whose patterns and filters ask of what `events.ts` has: of every operator, of data of one alphabet, and of attributes. */
export const tables: fc.Arbitrary<{ readonly table: Table; readonly alphabet: Alphabet }> = fc
  .constantFrom(...ALPHABETS)
  .chain((alphabet) =>
    fc.tuple(fc.array(definitions(alphabet), { minLength: 1, maxLength: 4 }), fc.boolean(), fc.constant(alphabet)),
  )
  .map(([all, drops, alphabet]) => ({ table: build(all, drops), alphabet }))
  .filter((made): made is { table: Table; alphabet: Alphabet } => made.table !== undefined);

type Definition = {
  readonly on: string[];
  readonly where: Json | undefined;
  readonly filters: object[] | undefined;
  readonly emits: string[];
};

function definitions(alphabet: Alphabet): fc.Arbitrary<Definition> {
  return fc.record({
    on: fc.uniqueArray(fc.constantFrom(...TYPES), { minLength: 1, maxLength: 2 }),
    where: fc.option(wheres(alphabet), { freq: 4, nil: undefined }),
    filters: fc.option(fc.array(fc.constantFrom(...FILTERS), { minLength: 1, maxLength: 2 }), {
      freq: 1,
      nil: undefined,
    }),
    emits: fc.uniqueArray(fc.constantFrom(...EMITTED), { maxLength: 2 }),
  });
}

function wheres(alphabet: Alphabet): fc.Arbitrary<Json> {
  const data = patterns(alphabet).map((pattern): Json => ({ data: pattern }));
  const field = fc.array(conditions(alphabet, true), { minLength: 1, maxLength: 3 });
  const name = fc.constantFrom('subject', 'source', 'ext', 'type', 'time');
  const attributes = fc.dictionary(name, field, { minKeys: 1, maxKeys: 2 });
  return fc.oneof(
    data,
    attributes,
    fc.tuple(data, attributes).map(([one, other]): Json => ({ ...Object(one), ...other })),
    fc.tuple(data, attributes).map(([one, other]): Json => ({ $or: [one, other] })),
  );
}

const FILTERS: readonly object[] = [
  { exact: { source: '/shop' } },
  { exact: { ext: '1' } },
  { prefix: { subject: 'a' } },
  { suffix: { subject: 'b' } },
  { suffix: { ext: '1' } },
  { any: [{ exact: { subject: 'a' } }, { prefix: { source: '/s' } }] },
  { not: { exact: { subject: 'x' } } },
  { sql: "subject = 'x' OR ext = 1" },
];

/** Undefined where what was drawn is refused, as a pattern or because no event can match it. */
function build(all: readonly Definition[], drops: boolean): Table | undefined {
  try {
    const routes = all.map(({ on, where, filters, emits }, index) =>
      route({
        name: `route-${index}`,
        ...{ on, schema, emits, handle: async () => {} },
        ...(where !== undefined && { where: Object(where) }),
        ...(filters !== undefined && { filters }),
      }),
    );
    return defineRoutes(routes, { unrouted: drops ? 'drop' : 'dead-letter' });
  } catch {
    return undefined;
  }
}
