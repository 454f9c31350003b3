import { EAST, EXACT_X, EXACT_Y, MIDDLE, WEST } from './geometry.ts';

/** A content pattern, and the number of the real lots that it matches. */
export type CountedRule = readonly [pattern: object, lots: number];

const street = (any: unknown) => ({ properties: { STREET: [any] } });
const streetType = (any: unknown) => ({ properties: { ST_TYPE: [any] } });
const number = (any: unknown) => ({ properties: { FROM_ST: [any] } });
const lot = (any: unknown) => ({ properties: { MAPBLKLOT: [any] } });
const shape = (any: unknown) => ({ geometry: { type: [any] } });
const numeric = (...terms: readonly unknown[]) => [{ numeric: terms }];

const counted = (rules: readonly object[], lots: readonly number[]): readonly CountedRule[] =>
  rules.map((rule, index) => [rule, lots[index] ?? 0]);

const STARS = ['143*', '2*0*1*7', '*218', '3*5*2', 'VA*IL'];

const EXACT = counted(['1430022', '2607117', '2607218', '3745012', 'VACSTWIL'].map(lot), [1, 101, 35, 655, 1]);

const PREFIX = counted(
  ['AC', 'BL', 'DR', 'FU', 'RH'].map((prefix) => street({ prefix })),
  [24, 442, 38, 2387, 328],
);

const NUMERIC = counted(
  [
    { geometry: { type: ['Polygon'], firstCoordinates: { x: numeric('=', EXACT_X) } } },
    { geometry: { type: ['MultiPolygon'], firstCoordinates: { z: numeric('=', 0) } } },
    { geometry: { firstCoordinates: { x: numeric('<', MIDDLE) } } },
    { geometry: { firstCoordinates: { x: numeric('>', MIDDLE) } } },
    { geometry: { firstCoordinates: { x: numeric('>', WEST, '<', EAST) } } },
  ],
  [2, 120, 148_948, 64_120, 127_053],
);

const COMPLEX_ARRAYS = counted(
  [
    { geometry: { type: ['Polygon'], coordinates: { x: numeric('=', EXACT_X) } } },
    { geometry: { type: ['MultiPolygon'], coordinates: { y: numeric('=', EXACT_Y) } } },
    { geometry: { coordinates: { x: numeric('<', MIDDLE) } } },
    { geometry: { coordinates: { x: numeric('>', MIDDLE) } } },
    { geometry: { coordinates: { x: numeric('>', WEST, '<', EAST) } } },
  ],
  [218, 1, 149_446, 64_368, 127_485],
);

/** Five rules that each exclude something of another field. */
function anythingBut(operands: readonly unknown[], lots: readonly number[]): readonly CountedRule[] {
  const fields = [street, street, streetType, shape, number];
  return counted(
    fields.map((field, index) => field({ 'anything-but': operands[index] })),
    lots,
  );
}

const ANYTHING_BUT = anythingBut(
  [['FULTON'], ['MASON'], ['ST'], ['Polygon'], ['441']],
  [211_158, 210_411, 96_682, 120, 210_615],
);

const ANYTHING_BUT_IGNORE_CASE = anythingBut(
  ['Fulton', 'Mason', 'st', 'polygon', '441'].map((text) => ({ 'equals-ignore-case': [text] })),
  [211_158, 210_411, 96_682, 120, 210_615],
);

const ANYTHING_BUT_PREFIX = anythingBut(
  ['FULTO', 'MASO', 'S', 'Poly', '44'].map((prefix) => ({ prefix })),
  [211_158, 210_118, 96_667, 120, 209_091],
);

const ANYTHING_BUT_SUFFIX = anythingBut(
  ['ULTON', 'ASON', 'T', 'olygon', '41'].map((suffix) => ({ suffix })),
  [211_136, 210_411, 94_908, 0, 209_055],
);

const ANYTHING_BUT_WILDCARD = counted(
  STARS.map((wildcard) => lot({ 'anything-but': { wildcard } })),
  [212_578, 212_355, 213_025, 210_528, 213_067],
);

const PARTIAL_COMBO = [
  ...[...NUMERIC, ...EXACT, ...PREFIX, ...ANYTHING_BUT, ...ANYTHING_BUT_IGNORE_CASE],
  ...[...ANYTHING_BUT_PREFIX, ...ANYTHING_BUT_SUFFIX, ...ANYTHING_BUT_WILDCARD],
];

/** The kinds of rules that event-ruler's own benchmark has for these lots, five rules of each. */
export const KINDS: Readonly<Record<string, readonly CountedRule[]>> = {
  EXACT,
  WILDCARD: counted(
    STARS.map((wildcard) => lot({ wildcard })),
    [490, 713, 43, 2540, 1],
  ),
  PREFIX,
  PREFIX_IGNORE_CASE: counted(
    ['Ac', 'bL', 'dR', 'Fu', 'rh'].map((text) => street({ prefix: { 'equals-ignore-case': text } })),
    [24, 442, 38, 2387, 328],
  ),
  SUFFIX: counted(
    ['ON', 'KE', 'MM', 'ING', 'GO'].map((suffix) => street({ suffix })),
    [17_921, 871, 13, 1963, 682],
  ),
  SUFFIX_IGNORE_CASE: counted(
    ['oN', 'kE', 'Mm', 'iNg', 'go'].map((text) => street({ suffix: { 'equals-ignore-case': text } })),
    [17_921, 871, 13, 1963, 682],
  ),
  EQUALS_IGNORE_CASE: counted(
    [
      ...['jefferson', 'bEaCh', 'HyDe', 'CHESTnut'].map((text) => street({ 'equals-ignore-case': text })),
      streetType({ 'equals-ignore-case': 'st' }),
    ],
    [131, 211, 1758, 825, 116_386],
  ),
  NUMERIC,
  COMPLEX_ARRAYS,
  ANYTHING_BUT,
  ANYTHING_BUT_IGNORE_CASE,
  ANYTHING_BUT_PREFIX,
  ANYTHING_BUT_SUFFIX,
  ANYTHING_BUT_WILDCARD,
  PARTIAL_COMBO,
  COMBO: [...PARTIAL_COMBO, ...COMPLEX_ARRAYS],
};
