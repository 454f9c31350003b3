import { isObject } from '../../schemas/json.ts';
import type { Field } from '../pattern.ts';
import type { Condition } from './condition.ts';
import { isLeaf } from './leaf.ts';
import { leafTest } from './test-leaf.ts';

/**
 * EventBridge's rule for arrays of objects: fields match only where no two of them lie in different elements of the same array, so
 * that `{ staff: { first: ['Anna'], last: ['Jones'] } }` means one person. All `fields` are there in the event.
 */
export function holdTogether(event: object, fields: readonly Field[]): boolean {
  if (fields.length < 2) return true;
  return choose(
    event,
    fields.map(({ path, any }) => ({ keys: path.split('.'), any })),
  );
}

/** A field by the keys that still lead to it. */
type Wanted = { readonly keys: readonly string[]; readonly any: readonly Condition[] };

/** Whether one choice of an element in every array satisfies all that is wanted of a value. */
function choose(value: unknown, wanted: readonly Wanted[]): boolean {
  if (Array.isArray(value)) return value.some((element) => choose(element, wanted));
  if (isObject(value)) return chooseInObject(value, wanted);
  return isLeaf(value) && wanted.every(({ keys, any }) => keys.length === 0 && any.some((condition) => leafTest(condition)(value)));
}

function chooseInObject(object: Readonly<Record<string, unknown>>, wanted: readonly Wanted[]): boolean {
  const members = new Map<string, Wanted[]>();
  for (const one of wanted) {
    const ways = waysInto(object, one);
    // Dotted and nested keys may spell one path twice. Such a field is taken wherever it holds, apart from the others.
    if (ways.length > 1 && ways.some(([key, rest]) => choose(object[key], [rest]))) continue;
    const [way] = ways;
    if (way === undefined || ways.length > 1) return false;
    members.set(way[0], [...(members.get(way[0]) ?? []), way[1]]);
  }
  return [...members].every(([key, inside]) => choose(object[key], inside));
}

/** The members that a field may be in: the one that its first key names, or its first two with a dot between, and so on. */
function waysInto(object: object, { keys, any }: Wanted): readonly (readonly [string, Wanted])[] {
  return keys.flatMap((_, index) => {
    const key = keys.slice(0, index + 1).join('.');
    return Object.hasOwn(object, key) ? [[key, { keys: keys.slice(index + 1), any }] as const] : [];
  });
}
