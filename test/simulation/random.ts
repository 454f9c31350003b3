/** Chance that a seed decides: the same seed gives the same draws, in the same order. */
export type Random = {
  /** From 0 to below 1. */
  readonly next: () => number;
  readonly chance: (probability: number) => boolean;
  /** A whole number from 0 to below `below`. */
  readonly int: (below: number) => number;
  readonly between: (low: number, high: number) => number;
  readonly pick: <T>(list: readonly [T, ...T[]] | readonly T[]) => T;
};

/** mulberry32, a generator of 32 bits of state: small, quick, and good enough to choose faults by. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const int = (below: number) => Math.floor(next() * below);
  return {
    next,
    int,
    chance: (probability) => next() < probability,
    between: (low, high) => low + Math.floor(next() * (high - low)),
    pick: <T>(list: readonly T[]) => list[int(list.length)] as T, // no list here is empty
  };
}
