import type { Alternative } from '../pattern.ts';
import { setBounds } from './bounds.ts';
import type { Condition } from './condition.ts';
import type { PathLeaves } from './leaves.ts';
import { createLists, createPlanner } from './planner.ts';
import type { LeafTest } from './test-leaf.ts';

/**
 * Rules made ready to be searched: each path, condition and field once, however many rules have it. What is found out about an event is
 * noted in the fields and alternatives themselves, with the number of the round, so that nothing has to be cleared between events.
 */
export type Plan = {
  readonly paths: readonly PlannedPath[];
  readonly conditions: readonly PlannedCondition[];
  readonly fields: readonly PlannedField[];
  readonly alternatives: readonly PlannedAlternative[];
  readonly clues: readonly PlannedClues[];
};

export type PlannedPath = { readonly text: string; readonly number: number; readonly here: PathLeaves };

/** A condition of one path. `uses`: how many alternatives have it; `found`: those that are looked at when it holds. */
export type PlannedCondition = {
  readonly condition: Condition;
  readonly path: number;
  readonly number: number;
  uses: number;
  /** One by itself: most conditions by which alternatives are found are found in one alternative. */
  found: PlannedAlternative | PlannedAlternative[] | undefined;
};

/** `absent`: it also holds where nothing is at its path. */
export type PlannedField = {
  readonly number: number;
  readonly path: PlannedPath;
  readonly conditions: readonly PlannedCondition[];
  readonly absent: boolean;
  /** Whether a leaf passes one of the conditions: made when it is first needed. */
  test: LeafTest | undefined;
  round: number;
  holds: boolean;
};

/** `fields` in the order of their paths. */
export type PlannedAlternative = {
  readonly rule: number;
  readonly fields: readonly PlannedField[];
  /** What is left to be looked at when it was found. Alternatives that ask the same share the list. */
  checks: readonly PlannedField[];
  round: number;
};

/** Clues are fields that must hold too where the alternative matches: it may be found by them. */
export type PlannedClues = readonly PlannedField[];

export type RuleAlternative = { readonly rule: number; readonly fields: Alternative; readonly clues: Alternative };

/** `paths` are looked at whether a rule's pattern names them or not, and their values are read to the last digit. */
export function createPlan(alternatives: Iterable<RuleAlternative>, paths: Iterable<string>): Plan {
  const planner = createPlanner();
  const readExactly = new Set(Array.from(paths, (path) => planner.path(path)));
  const clues: PlannedClues[] = [];
  const lists = createLists();
  const planned = Array.from(alternatives, ({ rule, fields, clues: own }) => {
    clues.push(lists.shared(own.map(planner.field)));
    const inOrderOfPaths = lists.shared(inOrder(fields).map(planner.field));
    return { rule, fields: inOrderOfPaths, checks: inOrderOfPaths, round: 0 };
  });
  setBounds(planner.plan, readExactly);
  return { ...planner.plan, alternatives: planned, clues };
}

/** By their paths' UTF-16 units, as event-ruler sorts: what is asked to be absent is judged by the fields before it. */
function inOrder(fields: Alternative): Alternative {
  return fields.length < 2 ? fields : fields.toSorted((a, b) => (a.path < b.path ? -1 : 1));
}
