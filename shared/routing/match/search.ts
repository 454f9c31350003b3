import { accessField } from './access.ts';
import { createFieldCheck } from './field-check.ts';
import { createPathIndex, type IndexEntry, type PathIndex } from './index/path-index.ts';
import type { Leaves, ReadLeaf } from './leaves.ts';
import type { Plan } from './plan.ts';
import { createStamps } from './stamps.ts';

/**
 * Finds the rules that want an event, by its leaves: their numbers, each once, in the rules' order. An alternative is looked at only when
 * the condition hit that the fewest alternatives share, so that rules which do not match cost nothing.
 */
export type Search = (leaves: Leaves, readLeaf: ReadLeaf) => number[];

export function createSearch(plan: Plan, rules: number): Search {
  const found = findAlternativesBy(plan);
  const check = createFieldCheck(plan);
  const seen = createStamps(plan.alternatives.length);
  const matched = createStamps(rules);
  let numbers: number[] = [];

  function consider(number: number): void {
    if (!seen.add(number)) return;
    const alternative = plan.alternatives[number];
    if (alternative === undefined || matched.has(alternative.rule) || !check.all(alternative.fields)) return;
    matched.add(alternative.rule);
    numbers.push(alternative.rule);
  }

  function hit(condition: number): void {
    const alternatives = found.byCondition[condition];
    if (alternatives === undefined) return;
    // Counted and not iterated: this is where an event that many rules want spends its time.
    for (let index = 0; index < alternatives.length; index++) consider(alternatives[index] ?? 0);
  }

  return (leaves, readLeaf) => {
    numbers = [];
    for (const one of [seen, matched]) one.clear();
    check.begin(leaves, readLeaf);
    for (let touched = 0; touched < leaves.touchedCount; touched++) {
      const path = leaves.touched[touched] ?? 0;
      const index = found.indexes[path];
      const here = leaves.at[path];
      if (index === undefined || here === undefined) continue;
      for (let leaf = 0; leaf < here.count; leaf++) index.find(readLeaf(here, leaf), hit);
    }
    for (const [path, alternatives] of found.byAbsence)
      if (leaves.at[path]?.count === 0) alternatives.forEach(consider);
    found.always.forEach(consider);
    return numbers.length < 2 ? numbers : numbers.sort((a, b) => a - b);
  };
}

type Found = {
  /** The alternatives to look at when a condition holds. */
  readonly byCondition: readonly (readonly number[] | undefined)[];
  /** And when nothing is at a path. */
  readonly byAbsence: ReadonlyMap<number, readonly number[]>;
  readonly always: readonly number[];
  readonly indexes: readonly (PathIndex | undefined)[];
};

function findAlternativesBy(plan: Plan): Found {
  const byCondition: (number[] | undefined)[] = Array.from({ length: plan.conditions.length });
  const byAbsence = new Map<number, number[]>();
  const always: number[] = [];
  for (const [number, alternative] of plan.alternatives.entries()) {
    const field = accessField(plan, alternative);
    if (field === undefined) always.push(number);
    if (field?.absent) add(byAbsence, field.path, number);
    for (const condition of field?.conditions ?? []) {
      const known = byCondition[condition];
      if (known === undefined) byCondition[condition] = [number];
      else known.push(number);
    }
  }
  return { byCondition, byAbsence, always, indexes: createIndexes(plan, byCondition) };
}

function add(lists: Map<number, number[]>, key: number, number: number): void {
  const list = lists.get(key) ?? [];
  lists.set(key, list);
  list.push(number);
}

function createIndexes(plan: Plan, byCondition: readonly unknown[]): readonly (PathIndex | undefined)[] {
  const entries: IndexEntry[][] = plan.paths.map(() => []);
  for (const [id, { condition, path }] of plan.conditions.entries()) {
    if (byCondition[id] !== undefined) entries[path]?.push({ condition, id });
  }
  return entries.map((own) => (own.length === 0 ? undefined : createPathIndex(own)));
}
