import fc from 'fast-check';
import { join } from '../../../../../shared/routing/join.ts';
import { type Route, route } from '../../../../../shared/routing/route.ts';
import { defineRoutes, type Table } from '../../../../../shared/routing/table.ts';
import type { Schema } from '../../../../../shared/schemas/schema.ts';
import { ALPHABETS, type Alphabet } from '../../../../reference/alphabets.ts';
import { conditions } from '../../../../reference/conditions.ts';
import type { Json } from '../../../../reference/json.ts';
import { patterns } from '../../../../reference/patterns.ts';

export const TYPES = ['blob.uploaded', 'order.placed', 'order.paid', 'stock.low'];
export const EMITTED = ['order.shipped', 'stock.low'];

/** Any data fits. */
export const schema: Schema = { '~standard': { version: 1, vendor: 'test', validate: (value) => ({ value }) } };

/** From `least` to `most` routes, of which one in so many has no conditions. */
type Size = { readonly least: number; readonly most: number; readonly openOneIn: number };

export type Made = { readonly table: Table; readonly alphabet: Alphabet };

/**
 * Tables whose patterns and filters ask of what `events.ts` has: of every operator, of data of one alphabet, and of attributes. Of more
 * than some routes the conditions do not fit into AWS's limits.
 */
export function tablesOf(size: Size): fc.Arbitrary<Made> {
  return fc
    .constantFrom(...ALPHABETS)
    .chain((alphabet) => {
      const all = fc.array(definitions(alphabet, size), { minLength: size.least, maxLength: size.most });
      return fc.record({ alphabet: fc.constant(alphabet), all, drops: fc.boolean(), joins: fc.nat(size.openOneIn) });
    })
    .map(({ all, drops, joins, alphabet }) => ({ table: build(all, { drops, joins: joins === 0 }), alphabet }))
    .filter((made): made is Made => made.table !== undefined);
}

type Definition = {
  readonly on: string[];
  readonly where: Json | undefined;
  readonly filters: object[] | undefined;
  readonly emits: string[];
};

function definitions(alphabet: Alphabet, { openOneIn }: Size): fc.Arbitrary<Definition> {
  return fc.record({
    on: fc.uniqueArray(fc.constantFrom(...TYPES), { minLength: 1, maxLength: 2 }),
    where: fc.option(wheres(alphabet), { freq: openOneIn - 1, nil: undefined }),
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
function build(all: readonly Definition[], { drops, joins }: { readonly drops: boolean; readonly joins: boolean }) {
  const unrouted = drops ? 'drop' : 'dead-letter';
  const targets = [...all.flatMap(toRoute), ...(joins ? [JOIN] : [])];
  try {
    return targets.length === 0 ? undefined : defineRoutes(targets, { unrouted });
  } catch {
    return undefined;
  }
}

function toRoute({ on, where, filters, emits }: Definition, index: number): readonly Route[] {
  const given = {
    ...{ name: `route-${index}`, on, schema, emits, handle },
    ...(where !== undefined && { where: Object(where) }),
    ...(filters !== undefined && { filters }),
  };
  try {
    const one = route(given);
    defineRoutes([one]);
    return [one];
  } catch {
    return [];
  }
}

async function handle() {}

const JOIN = join({
  ...{ name: 'join', opens: 'order.placed', all: ['order.paid'], by: 'subject', within: '1h' },
  ...{ handle, otherwise: handle, emits: ['order.shipped'] },
});
