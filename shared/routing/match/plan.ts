import type { Alternative, Field } from '../pattern.ts';
import type { Condition } from './condition.ts';

/**
 * Rules made ready to be searched: each path, condition and field once, by number, however many rules have it. `conditions` are of one path
 * each.
 */
export type Plan = {
  readonly paths: readonly string[];
  readonly conditions: readonly PlannedCondition[];
  readonly fields: readonly PlannedField[];
  readonly alternatives: readonly PlannedAlternative[];
};

export type PlannedCondition = { readonly condition: Condition; readonly path: number; uses: number };

/** `absent`: it also holds where nothing is at its path. */
export type PlannedField = { readonly path: number; readonly conditions: readonly number[]; readonly absent: boolean };

/** `fields` in the order of their paths; `clues` are fields that need not be looked at when the alternative is, but must hold too. */
export type PlannedAlternative = {
  readonly rule: number;
  readonly fields: readonly number[];
  readonly clues: readonly number[];
};

export type RuleAlternative = { readonly rule: number; readonly fields: Alternative; readonly clues: Alternative };

export function createPlan(alternatives: Iterable<RuleAlternative>, paths: Iterable<string>): Plan {
  const planner = createPlanner();
  for (const path of paths) planner.path(path);
  const planned = Array.from(alternatives, ({ rule, fields, clues }) => ({
    rule,
    fields: fields.toSorted(byPath).map(planner.field),
    clues: clues.map(planner.field),
  }));
  return { ...planner.plan, alternatives: planned };
}

/** By UTF-16 units, as event-ruler sorts: what is asked to be absent is judged by the fields before it. */
function byPath(a: Field, b: Field): number {
  return a.path < b.path ? -1 : 1;
}

function createPlanner() {
  const paths: string[] = [];
  const conditions: PlannedCondition[] = [];
  const fields: PlannedField[] = [];
  const pathNumber = createNumbering(paths);
  const known = new Map<string, number>();

  function number<T>(key: string, list: T[], create: () => T): number {
    const found = known.get(key);
    if (found !== undefined) return found;
    list.push(create());
    known.set(key, list.length - 1);
    return list.length - 1;
  }

  function condition(condition: Condition, path: number): number {
    const key = `${path} ${conditionKey(condition)}`;
    const index = number(key, conditions, () => ({ condition, path, uses: 0 }));
    const planned = conditions[index];
    if (planned !== undefined) planned.uses++;
    return index;
  }

  return {
    plan: { paths, conditions, fields },
    path: pathNumber,
    field: ({ path, any }: Field): number => {
      const at = pathNumber(path);
      const numbers = any.map((one) => condition(one, at));
      const absent = any.some((one) => one.kind === 'exists' && !one.exists);
      return number(`${at}: ${numbers.join()}`, fields, () => ({ path: at, conditions: numbers, absent }));
    },
  };
}

function createNumbering(list: string[]): (text: string) => number {
  const numbers = new Map<string, number>();
  return (text) => {
    const known = numbers.get(text);
    if (known !== undefined) return known;
    list.push(text);
    numbers.set(text, list.length - 1);
    return list.length - 1;
  };
}

/** Conditions that hold for the same leaves share a key where that is plain to see. */
function conditionKey(condition: Condition): string {
  const { kind } = condition;
  if (kind === 'equals')
    return `= ${typeof condition.value === 'string' ? JSON.stringify(condition.value) : condition.value}`;
  if (kind === 'numeric') {
    const { low, lowOpen, high, highOpen } = condition;
    return low === high ? `= ${low}` : `${lowOpen ? '(' : '['}${low},${high}${highOpen ? ')' : ']'}`;
  }
  return JSON.stringify(condition);
}
