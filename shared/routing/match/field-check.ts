import { type Chain, type Choice, canChoose, chainOf } from './elements.ts';
import { createLeaves, type Leaves, type PathLeaves, type ReadLeaf } from './leaves.ts';
import type { Plan, PlannedField } from './plan.ts';
import { createStamps } from './stamps.ts';
import { type LeafTest, leafTest } from './test-leaf.ts';

/** Tells whether fields hold, all of them together. What was found out about a field is kept for the event: many rules ask the same. */
export type FieldCheck = {
  readonly begin: (leaves: Leaves, readLeaf: ReadLeaf) => void;
  /** The fields come in the order of their paths. */
  readonly all: (fields: readonly number[]) => boolean;
};

export function createFieldCheck(plan: Plan): FieldCheck {
  const tests: (LeafTest | undefined)[] = Array.from({ length: plan.conditions.length });
  const known = createStamps(plan.fields.length);
  const holding = createStamps(plan.fields.length);
  const choices = new Map<number, readonly Choice[]>();
  let leaves = createLeaves(0);
  let readLeaf: ReadLeaf = () => null;

  function testOf(number: number): LeafTest | undefined {
    const condition = plan.conditions[number]?.condition;
    if (tests[number] === undefined && condition !== undefined) tests[number] = leafTest(condition);
    return tests[number];
  }

  function passes(field: PlannedField, here: PathLeaves, index: number): boolean {
    const leaf = readLeaf(here, index);
    for (const number of field.conditions) if (testOf(number)?.(leaf)) return true;
    return false;
  }

  /** Whether a field holds by itself: of one that asks for nothing within elements of arrays, only the others' choice can tell. */
  function mayHold(field: PlannedField): boolean {
    const here = leaves.at[field.path];
    if (here === undefined || here.count === 0) return field.absent;
    for (let index = 0; index < here.count; index++) if (passes(field, here, index)) return true;
    return field.absent && here.inElements;
  }

  function holds(number: number): boolean {
    const field = plan.fields[number];
    if (field === undefined) return false;
    if (!known.add(number)) return holding.has(number);
    const may = mayHold(field);
    if (may) holding.add(number);
    return may;
  }

  /** The ways in which a field that has leaves can hold. */
  function choicesOf(number: number): readonly Choice[] {
    const ready = choices.get(number);
    if (ready !== undefined) return ready;
    const field = plan.fields[number];
    const here = field === undefined ? undefined : leaves.at[field.path];
    const made = field === undefined || here === undefined ? [] : toChoices(field, here);
    choices.set(number, made);
    return made;
  }

  function toChoices(field: PlannedField, here: PathLeaves): readonly Choice[] {
    const all: Chain[] = [];
    const wanted: Chain[] = [];
    for (let index = 0; index < here.count; index++) {
      const chain = chainOf(leaves, here.elements[index] ?? 0);
      all.push(chain);
      if (passes(field, here, index)) wanted.push(chain);
    }
    return [
      ...(wanted.length === 0 ? [] : [{ wanted, all: [] }]),
      ...(field.absent ? [{ wanted: undefined, all }] : []),
    ];
  }

  return {
    begin: (event, read) => {
      [leaves, readLeaf] = [event, read];
      known.clear();
      holding.clear();
      choices.clear();
    },
    all: (fields) => {
      let inElements = 0;
      let absent = false;
      for (const number of fields) {
        if (!holds(number)) return false;
        const field = plan.fields[number];
        if (field === undefined || !leaves.at[field.path]?.inElements) continue;
        inElements++;
        absent ||= field.absent;
      }
      if (inElements === 0 || (inElements === 1 && !absent)) return true;
      const inArrays = fields.filter((number) => leaves.at[plan.fields[number]?.path ?? -1]?.inElements);
      return someChoice(inArrays.map(choicesOf), (chosen) => canChoose(chosen, leaves.arrays));
    },
  };
}

/** Fields with two ways to hold that are tried both ways; of more than these, only the first way is: 64 tries in all. */
const MOST_BOTH_WAYS = 6;

function someChoice(ways: readonly (readonly Choice[])[], test: (chosen: readonly Choice[]) => boolean): boolean {
  const both = ways.flatMap((way, index) => (way.length > 1 ? [index] : [])).slice(0, MOST_BOTH_WAYS);
  for (let tried = 0; tried < 2 ** both.length; tried++) {
    const chosen = ways.flatMap(
      (way, index) => way[(tried >> both.indexOf(index)) & 1 && both.includes(index) ? 1 : 0] ?? [],
    );
    if (test(chosen)) return true;
  }
  return false;
}
