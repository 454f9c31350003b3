import type { Range } from '../condition.ts';

export type RangeEntry = { readonly range: Range; readonly id: number };

export type RangeIndex = {
  /** Calls `hit` with the number of each range that the value lies in. */
  readonly find: (value: number, hit: (id: number) => void) => void;
};

/**
 * Ranges by the numbers in them: a segment tree over the ranges' ends and the gaps between these. A value costs the logarithm of the number
 * of ends, and its hits; a range is kept in as many nodes as that logarithm.
 */
export function createRangeIndex(entries: readonly RangeEntry[]): RangeIndex {
  const ends = Float64Array.from(new Set(entries.flatMap(({ range }) => [range.low, range.high]))).sort();
  // Place 2i + 1 is the end number i itself, place 2i the gap before it.
  const places = 2 * ends.length + 1;
  const nodes: (number[] | undefined)[] = Array.from({ length: 2 * places });
  for (const { range, id } of entries) {
    const first = 2 * indexOf(ends, range.low) + 1 + (range.lowOpen ? 1 : 0);
    const last = 2 * indexOf(ends, range.high) + 1 - (range.highOpen ? 1 : 0);
    for (const node of cover(first + places, last + places + 1)) {
      const ids = nodes[node];
      if (ids === undefined) nodes[node] = [id];
      else ids.push(id);
    }
  }
  return {
    find: (value, hit) => {
      const before = indexOf(ends, value);
      const place = ends[before] === value ? 2 * before + 1 : 2 * before;
      for (let node = place + places; node >= 1; node >>= 1) {
        const ids = nodes[node];
        if (ids !== undefined) for (let index = 0; index < ids.length; index++) hit(ids[index] ?? 0);
      }
    },
  };
}

/** How many of the ends are below the value: where it stands, or would. */
function indexOf(ends: Float64Array, value: number): number {
  let low = 0;
  let high = ends.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ends[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The fewest nodes of the tree that are together the leaves from `first` up to `end`. */
function cover(first: number, end: number): number[] {
  const nodes: number[] = [];
  for (let [low, high] = [first, end]; low < high; [low, high] = [low >> 1, high >> 1]) {
    if (low % 2 === 1) nodes.push(low++);
    if (high % 2 === 1) nodes.push(--high);
  }
  return nodes;
}
