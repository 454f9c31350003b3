import type { Random } from '../random.ts';
import { deal, type Sample, type Share } from './shares.ts';
import { OTHER_STREETS, OTHER_TYPES, STREETS, TYPES } from './streets.ts';

export type Properties = ReturnType<typeof dealProperties>[number];

/** The properties of each lot, in the shares that the rules of `kinds.ts` are counted by. */
export function dealProperties(sample: Sample) {
  const { random } = sample;
  const lots = deal(LOTS, anyLot, sample);
  const streets = deal(named(STREETS), () => random.pick(OTHER_STREETS), sample);
  const types = deal(named(TYPES), () => random.pick(OTHER_TYPES), sample);
  const numbers = deal(NUMBERS, anyNumber, sample);
  return lots.map((lot, index) => ({
    MAPBLKLOT: lot,
    BLKLOT: lot,
    BLOCK_NUM: lot.slice(0, 4),
    LOT_NUM: lot.slice(4),
    FROM_ST: numbers[index] ?? null,
    TO_ST: numbers[index] ?? null,
    STREET: streets[index] ?? null,
    ST_TYPE: types[index] ?? null,
    ODD_EVEN: random.pick(['E', 'O']),
  }));
}

function named(shares: Readonly<Record<string, number>>): readonly Share<string | null>[] {
  return Object.entries(shares).map(([name, lots]) => [lots, () => (name === 'null' ? null : name)]);
}

/** What the wildcards `143*`, `2*0*1*7`, `*218`, `3*5*2` and `VA*IL` find, and no two of them the same lot. */
const LOTS: readonly Share<string>[] = [
  [1, () => '1430022'],
  [489, (random) => `143${digits(random, 3)}0`],
  [101, () => '2607117'],
  [612, (random) => `20${digits(random, 1)}1${digits(random, 2)}7`],
  [35, () => '2607218'],
  [8, (random) => `4${digits(random, 3)}218`],
  [655, () => '3745012'],
  [1885, (random) => `3${digits(random, 2)}5${digits(random, 1)}92`],
  [1, () => 'VACSTWIL'],
];

const FOUND = /^143|^2.*0.*1.*7$|218$|^3.*5.*2$|^VA.*IL$/;

function anyLot(random: Random): string {
  const lot = `${digits(random, 7)}${random.int(20) === 0 ? 'A' : ''}`;
  return FOUND.test(lot) ? anyLot(random) : lot;
}

/** House numbers: 441, others from 44, others to 41. */
const NUMBERS: readonly Share<string | null>[] = [
  [2453, () => '441'],
  [1524, (random) => `44${random.int(10) === 1 ? '9' : '0'}`],
  [1560, (random) => `${1 + random.int(3)}${random.int(10)}41`],
  [4_000, () => null],
];

function anyNumber(random: Random): string {
  const number = String(1 + random.int(4_000));
  return number.startsWith('44') || number.endsWith('41') ? anyNumber(random) : number;
}

function digits(random: Random, length: number): string {
  return String(random.int(10 ** length)).padStart(length, '0');
}
