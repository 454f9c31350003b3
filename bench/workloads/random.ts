/** Chance that a seed decides: the same seed gives the same draws, in the same order. */
export type Random = {
  /** From 0 to below 1. */
  readonly next: () => number;
  /** A whole number from 0 to below `below`. */
  readonly int: (below: number) => number;
  readonly pick: <T>(list: readonly T[]) => T;
};

/** splitmix32: 32 bits of state, well mixed, and the same in every version of Node. */
export function createRandom(seed: number): Random {
  let state = seed | 0;
  const next = () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
  };
  const int = (below: number) => Math.floor(next() * below);
  return { next, int, pick: <T>(list: readonly T[]) => list[int(list.length)] as T }; // no list here is empty
}

/** Shuffles in place, every order as likely as any other. */
export function shuffle<T>(list: T[], random: Random): T[] {
  for (let end = list.length - 1; end > 0; end--) {
    const other = random.int(end + 1);
    [list[end], list[other]] = [list[other] as T, list[end] as T]; // both are within the list
  }
  return list;
}
