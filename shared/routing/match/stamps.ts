/** A set of numbers below `size` that is emptied at once, however much is in it. */
export type Stamps = {
  /** Whether the number was not in the set before. */
  readonly add: (number: number) => boolean;
  readonly has: (number: number) => boolean;
  readonly clear: () => void;
};

const LAST = 2 ** 32 - 1;

export function createStamps(size: number): Stamps {
  const stamps = new Uint32Array(size);
  let round = 1;
  return {
    add: (number) => {
      if (stamps[number] === round) return false;
      stamps[number] = round;
      return true;
    },
    has: (number) => stamps[number] === round,
    clear: () => {
      if (round === LAST) stamps.fill(0);
      round = round === LAST ? 1 : round + 1;
    },
  };
}
