import { isObject, parseJson } from '../schemas/json.ts';
import { isLeaf, type Leaf } from './match/leaf.ts';
import { leafTest } from './match/test-leaf.ts';
import { holdTogether } from './match/together.ts';
import type { Alternative, Field, Pattern } from './pattern.ts';

/** What a rule wants of an event: without a pattern, every event. */
export type Rule = { readonly pattern?: Pattern };

export type Matcher<T> = {
  /** Each rule's T that wants the event, once, in the rules' order. */
  readonly match: (event: object) => T[];
  /** The same from UTF-8 JSON; bytes that are not one JSON object match nothing. */
  readonly matchBytes: (json: Uint8Array) => T[];
};

/** Plain and correct: each rule is tried in turn against the event's leaves. */
export function createMatcher<T>(rules: Iterable<readonly [T, Rule]>): Matcher<T> {
  const all = [...rules];
  const named = namedPaths(all.map(([, rule]) => rule));
  const match = (event: object) => {
    const leaves = collectLeaves(event, named);
    return [...new Set(all.filter(([, rule]) => wants(rule, event, leaves)).map(([target]) => target))];
  };
  return {
    match,
    matchBytes: (json) => {
      const event = parseJson(json);
      return event.ok && isObject(event.value) ? match(event.value) : [];
    },
  };
}

type Leaves = ReadonlyMap<string, readonly Leaf[]>;

function wants({ pattern }: Rule, event: object, leaves: Leaves): boolean {
  return pattern === undefined || pattern.alternatives.some((fields) => wantsAll(fields, event, leaves));
}

function wantsAll(fields: Alternative, event: object, leaves: Leaves): boolean {
  const present = fields.filter(({ path }) => leaves.has(path));
  return fields.every((field) => holds(field, leaves.get(field.path) ?? [])) && holdTogether(event, present);
}

function holds(field: Field, values: readonly Leaf[]): boolean {
  return field.any.some((condition) =>
    condition.kind === 'exists' && !condition.exists ? values.length === 0 : values.some(leafTest(condition)),
  );
}

/** The paths that the rules name, and every path on the way there. */
function namedPaths(rules: readonly Rule[]): ReadonlySet<string> {
  const paths = new Set<string>();
  for (const { path } of rules.flatMap(({ pattern }) => pattern?.alternatives.flat() ?? [])) {
    for (let end = path.indexOf('.'); end !== -1; end = path.indexOf('.', end + 1)) paths.add(path.slice(0, end));
    paths.add(path);
  }
  return paths;
}

type Search = { readonly named: ReadonlySet<string>; readonly leaves: Map<string, Leaf[]> };

/** The event's leaves at the named paths; the elements of an array share the array's path. */
function collectLeaves(event: object, named: ReadonlySet<string>): Leaves {
  const leaves = new Map<string, Leaf[]>();
  // A route without a pattern looks nowhere.
  if (named.size > 0) collectMembers(event, '', { named, leaves });
  return leaves;
}

/** Goes only where a rule wants to look: the paths of all members of an event can be far longer than the event. */
function collectMembers(object: object, prefix: string, search: Search): void {
  for (const [key, value] of Object.entries(object)) {
    const path = prefix + key;
    if (search.named.has(path)) collect(value, path, search);
  }
}

/** Recursion is safe: a parsed event is at most MAX_DEPTH deep. */
function collect(value: unknown, path: string, search: Search): void {
  if (isLeaf(value)) {
    const known = search.leaves.get(path);
    if (known === undefined) search.leaves.set(path, [value]);
    else known.push(value);
  } else if (Array.isArray(value)) {
    for (const element of value) collect(element, path, search);
  } else if (isObject(value)) {
    collectMembers(value, `${path}.`, search);
  }
}
