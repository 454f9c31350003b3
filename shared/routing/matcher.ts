import { decodeUtf8, isObject } from '../schemas/json.ts';
import { type Filter, holdsFilter } from './filter.ts';
import { toAttributes } from './match/attributes.ts';
import { createEventBytes } from './match/bytes/event-bytes.ts';
import { AGAIN, createScanner } from './match/bytes/scanner.ts';
import { BROKEN } from './match/bytes/skip.ts';
import { createValues } from './match/bytes/values.ts';
import { createCollector } from './match/collect.ts';
import { clearLeaves, createLeaves, type PathLeaves } from './match/leaves.ts';
import { createPaths } from './match/paths.ts';
import { createPlan } from './match/plan.ts';
import { alternativesOf, attributesRead } from './match/rule-alternatives.ts';
import { createSearch } from './match/search.ts';
import type { Pattern } from './pattern.ts';

/** What a rule wants of an event: both must hold; without either, it wants every event. */
export type Rule = { readonly pattern?: Pattern | undefined; readonly filter?: Filter | undefined };

export type Matcher<T> = {
  /** Each rule's T that wants the event, once, in the rules' order. */
  readonly match: (event: object) => T[];
  /** The same from UTF-8 JSON; bytes that are not one JSON object match nothing. Of a name that comes twice, the last counts. */
  readonly matchBytes: (json: Uint8Array) => T[];
};

/**
 * Builds an index once; to match then costs what the event holds at the paths that rules name, and the rules that it hits. It is for one
 * event at a time: what it finds out about an event it keeps in places that the next one takes over.
 */
export function createMatcher<T>(rules: Iterable<readonly [T, Rule]>): Matcher<T> {
  const all = [...rules];
  const choose = createChoice(all);
  const names = attributesRead(all.map(([, rule]) => rule));
  const plan = createPlan(
    all.flatMap(([, rule], number) => alternativesOf(rule, number)),
    names,
  );
  const attributes = new Map(plan.paths.flatMap((path, number) => (names.has(path) ? [[path, number] as const] : [])));
  const leaves = createLeaves(plan.paths.length);
  const root = createPaths(plan.paths);
  const search = createSearch(plan, all.length);
  const collect = createCollector(root, leaves);
  const scan = createScanner(root, leaves);
  const load = createEventBytes();
  const { read } = createValues();

  function match(event: object): T[] {
    clearLeaves(leaves);
    collect(event);
    return choose(search(leaves, readKnown), () => event);
  }

  return {
    match,
    matchBytes: (json) => {
      const { bytes, view } = load(json);
      const readLeaf = (here: PathLeaves, index: number) => read(bytes, here, index);
      clearLeaves(leaves);
      const end = scan(view, json.length);
      if (end === BROKEN) return [];
      if (end === AGAIN) return matchValue(json, match);
      return choose(search(leaves, readLeaf), () => toAttributes(attributes, leaves, readLeaf));
    },
  };
}

/** From the rules whose patterns match to the Ts whose filters hold too. */
function createChoice<T>(rules: readonly (readonly [T, Rule])[]) {
  const targets = rules.map(([target]) => target);
  const filters = rules.map(([, { filter }]) => filter);
  const filtered = filters.some((filter) => filter !== undefined);
  const repeated = new Set(targets).size < targets.length;

  function holds(rule: number, event: object): boolean {
    const filter = filters[rule];
    return filter === undefined || holdsFilter(filter, event);
  }

  return (numbers: readonly number[], toEvent: () => object): T[] => {
    const event = filtered && numbers.length > 0 ? toEvent() : undefined;
    const passed = event === undefined ? numbers : numbers.filter((number) => holds(number, event));
    const wanted = passed.map((number) => targets[number] as T); // numbers are those of rules
    return repeated ? [...new Set(wanted)] : wanted;
  };
}

function readKnown({ values }: PathLeaves, index: number) {
  return values[index] ?? null;
}

/** However deep it nests: whether that is too deep is for who delivers it. */
function matchValue<T>(json: Uint8Array, match: (event: object) => T[]): T[] {
  const text = decodeUtf8(json);
  try {
    const event: unknown = text.ok ? JSON.parse(text.value) : undefined;
    return isObject(event) ? match(event) : [];
  } catch {
    return [];
  }
}
