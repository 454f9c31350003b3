import type { Leaf } from './read-condition.ts';

/** For arrays on the way to a value, by their own identity, the element that it is in. Leaves of an array are in none of its elements. */
export type Elements = ReadonlyMap<object, number>;
export type Value = { readonly path: string; readonly leaf: Leaf; readonly elements: Elements };

/** An event's leaves, with their paths: keys joined with dots, to which arrays add nothing. */
export function valuesOf(event: unknown): readonly Value[] {
  return [...walk(event, [], new Map())];
}

function* walk(value: unknown, keys: readonly string[], elements: Elements): Generator<Value> {
  if (Array.isArray(value)) {
    for (const [index, element] of value.entries()) {
      const isLeaf = typeof element !== 'object' || element === null;
      yield* walk(element, keys, isLeaf ? elements : new Map([...elements, [value, index]]));
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) yield* walk(inner, [...keys, key], elements);
  } else {
    yield { path: keys.join('.'), leaf: value as Leaf, elements }; // what JSON.parse gives besides arrays and objects
  }
}
