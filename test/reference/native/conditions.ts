import fc from 'fast-check';
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
/** `where` of a route: of every operator, on attributes and on data. */
export const patterns: fc.Arbitrary<Json> = fc.oneof(
  { weight: 4, arbitrary: plain },
  fc.array(plain, { minLength: 2, maxLength: 3 }).map((branches): Json => ({ $or: branches })),
);

/** What a number or a boolean is written as. */
const WRITTEN = fc.constantFrom('1', '2', '2024', 'true', 'false');
const named = fc.dictionary(
  fc.constantFrom('source', 'subject', 'region', 'count', 'flag', 'type'),
  fc.oneof(some, WRITTEN),
  {
    minKeys: 1,
    maxKeys: 2,
  },
);
const letrec = fc.letrec<{ filter: object }>((tie) => ({
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

/** One of a route's `filters`. */
export const filter: fc.Arbitrary<object> = letrec.filter;
