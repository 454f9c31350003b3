import type { Filter } from './filter.ts';
import { createBytesMatch } from './match/bytes/match-bytes.ts';
import { createChoice } from './match/choice.ts';
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
  const attributes = plan.paths.filter(({ text }) => names.has(text));
  const leaves = createLeaves(plan.paths.map(({ here }) => here));
  const root = createPaths(plan.paths.map(({ text }) => text));
  const search = createSearch(plan);
  const collect = createCollector(root, leaves);

  function match(event: object): T[] {
    clearLeaves(leaves);
    collect(event);
    return choose(search(leaves, readKnown), () => event);
  }

  // Made when it is first asked for: many tables only ever match objects.
  let bytes: Matcher<T>['matchBytes'] | undefined;
  return {
    match,
    matchBytes: (json) => {
      bytes ??= createBytesMatch({ root, leaves, attributes, search, choose, match });
      return bytes(json);
    },
  };
}

function readKnown({ values }: PathLeaves, index: number) {
  return values[index] ?? null;
}
