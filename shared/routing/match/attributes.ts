import type { ReadLeaf } from './leaves.ts';
import type { PlannedPath } from './plan.ts';

/** An event's attributes as far as its leaves tell them: what a filter reads of an event that was never made an object. */
export function toAttributes(paths: readonly PlannedPath[], readLeaf: ReadLeaf): object {
  // What stands in an array is no attribute.
  const there = paths.filter(({ here }) => here.count === 1 && !here.inArray);
  return Object.fromEntries(there.map(({ text, here }) => [text, readLeaf(here, 0)]));
}
