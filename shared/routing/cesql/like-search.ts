/** Stands in a part for any one character. */
export const ANY_ONE = -1;

/** A text's characters as Unicode code points. */
export type Points = readonly number[];

/** The place behind the first occurrence in `points` from `from` and before `end`; -1 when there is none. */
export type Search = (points: Points, from: number, end: number) => number;

/**
 * Looks for a part with all its beginnings at once, a bit for each (Baeza-Yates and Gonnet's shift-and): bit i says that the part's first
 * i + 1 characters stand right before the current place. So a text costs the same however it is made.
 */
export function createSearch(part: Points): Search {
  const words = (part.length + 31) >>> 5;
  const masks = toMasks(part, words);
  const none = masks.get(ANY_ONE) ?? new Uint32Array(words);
  const complete = (part.length - 1) & 31;
  return (points, from, end) => {
    const state = new Uint32Array(words);
    for (let at = from; at < end; at++) {
      advance(state, masks.get(points[at] ?? ANY_ONE) ?? none);
      if (((state[words - 1] ?? 0) >>> complete) & 1) return at + 1;
    }
    return -1;
  };
}

/** For each character of the part the places where it, or `_`, stands. */
function toMasks(part: Points, words: number): ReadonlyMap<number, Uint32Array> {
  const wild = new Uint32Array(words);
  for (const [index, point] of part.entries()) if (point === ANY_ONE) set(wild, index);
  const masks = new Map([[ANY_ONE, wild]]);
  for (const [index, point] of part.entries()) {
    if (point === ANY_ONE) continue;
    const mask = masks.get(point) ?? wild.slice();
    set(mask, index);
    masks.set(point, mask);
  }
  return masks;
}

function set(mask: Uint32Array, index: number): void {
  mask[index >>> 5] = (mask[index >>> 5] ?? 0) | (1 << (index & 31));
}

function advance(state: Uint32Array, mask: Uint32Array): void {
  let carry = 1;
  for (let word = 0; word < state.length; word++) {
    const bits = state[word] ?? 0;
    state[word] = ((bits << 1) | carry) & (mask[word] ?? 0);
    carry = bits >>> 31;
  }
}
