/** A JSON value that is neither an array nor an object: what a pattern compares. */
export type Leaf = string | number | boolean | null;

export function isLeaf(value: unknown): value is Leaf {
  return value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
