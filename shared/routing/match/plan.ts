import type { Alternative, Field } from '../pattern.ts';
import { toAtom } from './bytes/atom.ts';
import type { Condition } from './condition.ts';
import { createPathLeaves, type PathLeaves } from './leaves.ts';
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

function setBounds(
  { paths, conditions }: Pick<Plan, 'paths' | 'conditions'>,
  readExactly: ReadonlySet<PlannedPath>,
): void {
  const bounds = paths.map((): number[] => []);
  for (const { condition, path } of conditions) bounds[path]?.push(...boundsOf(condition));
  for (const path of paths) {
    if (!readExactly.has(path)) path.here.bounds = Float64Array.from(bounds[path.number] ?? []).sort();
  }
}

/** The numbers that it makes a difference to be above, at or below. */
function boundsOf(condition: Condition): readonly number[] {
  if (condition.kind === 'numeric') return [condition.low, condition.high];
  if (condition.kind === 'equals') return typeof condition.value === 'number' ? [condition.value] : [];
  return condition.kind === 'anything-but' ? condition.but.flatMap(boundsOf) : [];
}

/** By their paths' UTF-16 units, as event-ruler sorts: what is asked to be absent is judged by the fields before it. */
function inOrder(fields: Alternative): Alternative {
  return fields.length < 2 ? fields : fields.toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

function createPlanner() {
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
    return low === high ? `= ${low}` : `${lowOpen ? '(' : '['}${low},${high}${highOpen ? ')' : ']'}`;
  }
  return JSON.stringify(condition);
}
