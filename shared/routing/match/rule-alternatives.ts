import { necessary } from '../filter/necessary.ts';
import { attributesOf } from '../filter.ts';
import type { Rule } from '../matcher.ts';
import type { Alternative } from '../pattern.ts';
import type { RuleAlternative } from './plan.ts';

const NOTHING_ASKED: readonly Alternative[] = [[]];

/** Beyond this the filter gives no clues: the rule is found by its pattern alone. */
const MOST_ALTERNATIVES = 1_000;

/** The pattern's alternatives, each with what the filter says that a matching event must satisfy: the rarest of all finds the rule. */
export function alternativesOf({ pattern, filter }: Rule, rule: number): readonly RuleAlternative[] {
  const alternatives = pattern?.alternatives ?? NOTHING_ASKED;
  const necessities = filter === undefined ? NOTHING_ASKED : necessary(filter);
  const clues = necessities.length * alternatives.length > MOST_ALTERNATIVES ? NOTHING_ASKED : necessities;
  return alternatives.flatMap((fields) => clues.map((fieldClues) => ({ rule, fields, clues: fieldClues })));
}

/** The attributes that the filters of some rules read. */
export function attributesRead(rules: readonly Rule[]): ReadonlySet<string> {
  return new Set(rules.flatMap(({ filter }) => (filter === undefined ? [] : [...attributesOf(filter)])));
}
