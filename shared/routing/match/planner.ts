import type { Field } from '../pattern.ts';
import { toAtom } from './bytes/atom.ts';
import { type Condition, isOneNumber } from './condition.ts';
import { createPathLeaves } from './leaves.ts';
import type { PlannedCondition, PlannedField, PlannedPath } from './plan.ts';

/** Makes each path, condition and field once, however often it is asked for. */
export function createPlanner() {
  const paths = createNumbered((text, number): PlannedPath => ({ text, number, here: createPathLeaves() }));
  const conditions = createNumbered((_key, number, path: number, condition: Condition): PlannedCondition => {
    return { condition: toAtoms(condition), path, number, uses: 0, found: undefined };
  });
  const fields = createNumbered((_key, number, path: PlannedPath, own: readonly PlannedCondition[]): PlannedField => {
    const absent = own.some(({ condition }) => condition.kind === 'exists' && !condition.exists);
    return { number, path, conditions: own, absent, test: undefined, round: 0, holds: false };
  });

  function toCondition(path: number, condition: Condition): PlannedCondition {
    const planned = conditions.get(`${path} ${conditionKey(condition)}`, path, condition);
    planned.uses++;
    return planned;
  }

  return {
    plan: { paths: paths.all, conditions: conditions.all, fields: fields.all },
    path: paths.get,
    field: ({ path, any }: Field): PlannedField => {
      const at = paths.get(path);
      const own = any.map((condition) => toCondition(at.number, condition));
      return fields.get(`${at.number}: ${own.map(({ number }) => number).join()}`, at, own);
    },
  };
}

function toAtoms(condition: Condition): Condition {
  if (condition.kind === 'anything-but') return { ...condition, but: condition.but.map(toAtoms) };
  if (condition.kind !== 'equals' || typeof condition.value !== 'string') return condition;
  return { ...condition, value: toAtom(condition.value) };
}

/** Lists of the same fields are one list: what many alternatives read stays near. */
export function createLists() {
  const known = new Map<string, readonly PlannedField[]>();
  return {
    shared: (fields: readonly PlannedField[]): readonly PlannedField[] => {
      const key = fields.map(({ number }) => number).join();
      const list = known.get(key) ?? fields;
      known.set(key, list);
      return list;
    },
  };
}

/** Makes one thing for each key, and keeps them in the order in which they were made. */
function createNumbered<T, Rest extends readonly unknown[]>(create: (key: string, number: number, ...rest: Rest) => T) {
  const all: T[] = [];
  const known = new Map<string, T>();
  return {
    all: all as readonly T[], // grows here only
    get: (key: string, ...rest: Rest): T => {
      const found = known.get(key);
      if (found !== undefined) return found;
      const made = create(key, all.length, ...rest);
      all.push(made);
      known.set(key, made);
      return made;
    },
  };
}

/** Conditions that hold for the same leaves share a key where that is plain to see. */
function conditionKey(condition: Condition): string {
  const { kind } = condition;
  if (kind === 'equals')
    return `= ${typeof condition.value === 'string' ? JSON.stringify(condition.value) : condition.value}`;
  if (kind === 'numeric') {
    const { low, lowOpen, high, highOpen } = condition;
    return isOneNumber(condition) ? `= ${low}` : `${lowOpen ? '(' : '['}${low},${high}${highOpen ? ')' : ']'}`;
  }
  return JSON.stringify(condition);
}
