import { accessField } from './access.ts';
import { createFieldCheck } from './field-check.ts';
import { createPathIndex, type IndexEntry, type PathIndex } from './index/path-index.ts';
import type { Leaves, ReadLeaf } from './leaves.ts';
import type { Plan, PlannedAlternative, PlannedCondition, PlannedPath } from './plan.ts';
import { createLists } from './planner.ts';

/**
 * Finds the rules that want an event, by its leaves: their numbers, each once, in the rules' order. An alternative is looked at only when
 * the condition hit that the fewest alternatives share, so that rules which do not match cost nothing.
 */
export type Search = (leaves: Leaves, readLeaf: ReadLeaf) => number[];

export function createSearch(plan: Plan): Search {
  const { byAbsence, always, indexes } = findAlternativesBy(plan);
  const check = createFieldCheck(plan);
  let numbers: number[] = [];

  function consider(alternative: PlannedAlternative): void {
    if (check.all(alternative)) numbers.push(alternative.rule);
  }

  function hit(number: number): void {
    const found = plan.conditions[number]?.found;
    if (found === undefined) return;
    if (!Array.isArray(found)) {
      consider(found);
      return;
    }
    // Counted and not iterated: this is where an event that many rules want spends its time.
    for (let index = 0; index < found.length; index++) {
      const alternative = found[index];
      if (alternative !== undefined) consider(alternative);
    }
  }

  return (leaves, readLeaf) => {
    numbers = [];
    check.begin(leaves, readLeaf);
    for (let touched = 0; touched < leaves.touchedCount; touched++) {
      const path = leaves.touched[touched] ?? 0;
      const index = indexes[path];
      const here = leaves.at[path];
      if (index === undefined || here === undefined) continue;
      for (let leaf = 0; leaf < here.count; leaf++) index.find(readLeaf(here, leaf), hit);
    }
    for (const [path, alternatives] of byAbsence) if (path.here.count === 0) alternatives.forEach(consider);
    for (const alternative of always) consider(alternative);
    return toRules(numbers);
  };
}

/** In order, and each once: several alternatives may be of one rule. */
function toRules(numbers: number[]): number[] {
  for (let index = 1; index < numbers.length; index++) {
    if ((numbers[index - 1] ?? 0) >= (numbers[index] ?? 0))
      return numbers.length > FEW ? sortMany(numbers) : sortFew(numbers);
  }
  return numbers;
}

/** Up to here it is faster to put each number in its place than to call the engine. */
const FEW = 24;

function sortMany(numbers: number[]): number[] {
  return numbers.sort((a, b) => a - b).filter((number, index) => number !== numbers[index - 1]);
}

function sortFew(numbers: readonly number[]): number[] {
  const sorted: number[] = [];
  for (const number of numbers) {
    let index = sorted.length;
    while (index > 0 && (sorted[index - 1] ?? 0) > number) index--;
    if (sorted[index - 1] === number) continue;
    for (let moved = sorted.length; moved > index; moved--) sorted[moved] = sorted[moved - 1] ?? 0;
    sorted[index] = number;
  }
  return sorted;
}

/** Notes in each condition which alternatives are to be looked at when it holds; some are looked at when nothing is at a path. */
function findAlternativesBy(plan: Plan) {
  const byAbsence = new Map<PlannedPath, PlannedAlternative[]>();
  const always: PlannedAlternative[] = [];
  const lists = createLists();
  for (const [index, alternative] of plan.alternatives.entries()) {
    const field = accessField(alternative.fields, plan.clues[index] ?? []);
    alternative.checks = lists.shared(alternative.fields.filter((other) => other !== field));
    if (field === undefined) always.push(alternative);
    if (field?.absent) addTo(byAbsence, field.path, alternative);
    for (const condition of field?.conditions ?? []) addFound(condition, alternative);
  }
  return { byAbsence, always, indexes: createIndexes(plan) };
}

function addFound(condition: PlannedCondition, alternative: PlannedAlternative): void {
  const { found } = condition;
  if (found === undefined) condition.found = alternative;
  else if (Array.isArray(found)) found.push(alternative);
  else condition.found = [found, alternative];
}

function addTo<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key) ?? [];
  lists.set(key, list);
  list.push(value);
}

function createIndexes(plan: Plan): readonly (PathIndex | undefined)[] {
  const entries: IndexEntry[][] = plan.paths.map(() => []);
  for (const { condition, number, path, found } of plan.conditions) {
    if (found !== undefined) entries[path]?.push({ condition, id: number });
  }
  return entries.map((own) => (own.length === 0 ? undefined : createPathIndex(own)));
}
