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

/** Whether an event leads to one path through two arrays, which only nested and dotted keys together can do. */
export function isSpelledTwice(event: unknown): boolean {
  const values = valuesOf(event);
  return values.some((one) => values.some((other) => one.path === other.path && part(one, other)));
}

/** Whether the ways to two values part in front of two arrays, and not in one. */
function part(one: Value, other: Value): boolean {
  const others = [...other.elements];
  for (const [depth, [array, element]] of [...one.elements].entries()) {
    const [otherArray, otherElement] = others[depth] ?? [];
    if (array !== otherArray) return otherArray !== undefined;
    if (element !== otherElement) return false;
  }
  return false;
}
