import { type Random, shuffle } from '../random.ts';

/** The lines of the real data set, San Francisco's city lots, in which the matches of every rule were once counted. */
export const REAL_LOTS = 213_068;

/** So many of the real lots have such a value. */
export type Share<T> = readonly [lots: number, make: (random: Random) => T];

/** A share of the real lots in a sample of `count`: what occurs at all occurs in the sample too. */
export function scale(lots: number, count: number): number {
  return lots === 0 ? 0 : Math.max(1, Math.round((lots * count) / REAL_LOTS));
}

/** `count` values in random order: exactly the shares, and `rest` for all others. */
export function deal<T>(shares: readonly Share<T>[], rest: (random: Random) => T, { count, random }: Sample): T[] {
  const dealt = shares.flatMap(([lots, make]) => Array.from({ length: scale(lots, count) }, () => make(random)));
  while (dealt.length < count) dealt.push(rest(random));
  return shuffle(dealt, random);
}

export type Sample = { readonly count: number; readonly random: Random };
