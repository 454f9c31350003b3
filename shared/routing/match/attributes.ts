import type { Leaves, ReadLeaf } from './leaves.ts';

/** An event's attributes as far as its leaves tell them: what a filter reads of an event that was never made an object. */
export function toAttributes(names: ReadonlyMap<string, number>, leaves: Leaves, readLeaf: ReadLeaf): object {
  const attributes = [...names].flatMap(([name, path]) => {
    const here = leaves.at[path];
    // What stands in an array is no attribute.
    return here?.count === 1 && !here.inArray ? [[name, readLeaf(here, 0)] as const] : [];
  });
  return Object.fromEntries(attributes);
}
