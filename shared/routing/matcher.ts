import { isObject, parseJson } from '../schemas/json.ts';
import { isLeaf, type Leaf } from './match/condition.ts';
import type { Pattern } from './pattern.ts';

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
  const match = (event: object) => {
    const leaves = collectLeaves(event);
    return [...new Set(all.filter(([, rule]) => wants(rule, leaves)).map(([target]) => target))];
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

function wants(rule: Rule, leaves: Leaves): boolean {
  return (
    rule.pattern?.fields.every((field) =>
      field.any.some((condition) => condition.holds(leaves.get(field.path) ?? [])),
    ) ?? true
  );
}

/** Every leaf of the event by its dotted path; the elements of an array share the array's path. */
function collectLeaves(event: object): Leaves {
  const leaves = new Map<string, Leaf[]>();
  collect(event, '', leaves);
  return leaves;
}

/** Recursion is safe: a parsed event is at most MAX_DEPTH deep. */
function collect(value: unknown, path: string, into: Map<string, Leaf[]>): void {
  if (isLeaf(value)) {
    const known = into.get(path);
    if (known === undefined) into.set(path, [value]);
    else known.push(value);
  } else if (Array.isArray(value)) {
    for (const element of value) collect(element, path, into);
  } else if (isObject(value)) {
    for (const [key, inner] of Object.entries(value)) collect(inner, path === '' ? key : `${path}.${key}`, into);
  }
}
