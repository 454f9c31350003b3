import type { Matcher, Rule } from '../matcher.ts';
import type { BytesMatch } from './bytes/match-bytes.ts';
import { createChoice } from './choice.ts';
import { createCollector } from './collect.ts';
import { clearLeaves, createLeaves, type PathLeaves } from './leaves.ts';
import { createPaths } from './paths.ts';
import { createPlan } from './plan.ts';
import { alternativesOf, attributesRead } from './rule-alternatives.ts';
import { createSearch } from './search.ts';

/** The index of a matcher, and how it matches objects. Without what reads bytes, which no cloud function loads. */
export function indexRules<T>(rules: Iterable<readonly [T, Rule]>): BytesMatch<T> & Pick<Matcher<T>, 'match'> {
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
  // Of rules without conditions nothing is read.
  const reads = plan.paths.length > 0;
  const match = (event: object) => {
    if (reads) {
      clearLeaves(leaves);
      collect(event);
    }
    return choose(search(leaves, readKnown), () => event);
  };
  return { root, leaves, attributes, search, choose, match };
}

function readKnown({ values }: PathLeaves, index: number) {
  return values[index] ?? null;
}
