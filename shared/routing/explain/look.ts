import { isObject } from '../../schemas/json.ts';
import { pointer } from '../../schemas/pointer.ts';
import { isLeaf, type Leaf } from '../match/leaf.ts';
import { listed, shorten, showValue } from './shorten.ts';

/**
 * What an event has at a path of a pattern. `at` is a JSON Pointer into the event; where arrays give several answers it is the array, and
 * `inside` are the names that lead on in its elements. `trails` are all that was found, as far as the event goes.
 */
export type Look = {
  readonly at: string;
  readonly inside: readonly string[];
  readonly inElements: boolean;
  readonly leaves: readonly Leaf[];
  readonly trails: readonly Trail[];
};

/** One way into the event: `rest` are the keys that were not there any more, `value` what is at the end of those that were. */
export type Trail = {
  readonly keys: readonly (string | number)[];
  readonly rest: readonly string[];
  readonly value: unknown;
};

export function look(event: object, path: string): Look {
  const trails = furthest(follow(event, { keys: [], rest: path.split('.') }));
  const [first, ...others] = trails.map(({ keys, rest }) => [...keys, ...rest]);
  const whole = first ?? path.split('.');
  const shared = whole.findIndex((key, index) => others.some((other) => other[index] !== key));
  const outer = shared === -1 ? whole : whole.slice(0, shared);
  const inside = whole.slice(outer.length).filter((key) => typeof key === 'string');
  const leaves = trails.flatMap(({ rest, value }) => (rest.length === 0 && isLeaf(value) ? [value] : []));
  return { at: pointer(...outer), inside, inElements: Array.isArray(reach(event, outer)), leaves, trails };
}

/** The values in one line, cut where they are many. */
export function got({ leaves, trails }: Look): string {
  if (leaves.length > 1) return shorten(listed(leaves.map(showValue), 'and'));
  if (leaves.length === 1) return showValue(leaves[0]);
  const [end] = trails;
  const isThere = end !== undefined && (end.rest.length === 0 || Array.isArray(end.value));
  return isThere ? showValue(end.value) : 'nothing';
}

type Way = { readonly keys: readonly (string | number)[]; readonly rest: readonly string[] };

/** Recursion is safe: a parsed event is at most MAX_DEPTH deep. */
function follow(value: unknown, { keys, rest }: Way): readonly Trail[] {
  if (Array.isArray(value) && value.length > 0)
    return value.flatMap((element, index) => follow(element, { keys: [...keys, index], rest }));
  const ways = isObject(value) ? waysInto(value, rest) : [];
  if (ways.length === 0) return [{ keys, rest, value }];
  return ways.flatMap(([key, inner, left]) => follow(inner, { keys: [...keys, key], rest: left }));
}

/** A member that the first key names, or the first two with a dot between, and so on. */
function waysInto(object: Readonly<Record<string, unknown>>, rest: readonly string[]) {
  return rest.flatMap((_, index) => {
    const key = rest.slice(0, index + 1).join('.');
    return Object.hasOwn(object, key) ? [[key, object[key], rest.slice(index + 1)] as const] : [];
  });
}

/** Leaves before all else; then whatever is at the path; then what leads nearest to it. */
function furthest(trails: readonly Trail[]): readonly Trail[] {
  const leaves = trails.filter(({ rest, value }) => rest.length === 0 && isLeaf(value));
  if (leaves.length > 0) return leaves;
  const least = trails.reduce((shortest, { rest }) => Math.min(shortest, rest.length), Number.POSITIVE_INFINITY);
  return trails.filter(({ rest }) => rest.length === least);
}

function reach(value: unknown, keys: readonly (string | number)[]): unknown {
  return keys.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null && Object.hasOwn(inner, key) ? Reflect.get(inner, key) : undefined,
    value,
  );
}
