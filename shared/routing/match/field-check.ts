import { type Chain, type Choice, canChoose, chainOf } from './elements.ts';
import { createLeaves, type Leaves, type ReadLeaf } from './leaves.ts';
import type { Plan, PlannedAlternative, PlannedField } from './plan.ts';
import { type LeafTest, someTest } from './test-leaf.ts';

/** Tells whether all fields of an alternative hold, and together. What was found out about a field is kept: many rules ask the same. */
export type FieldCheck = {
  readonly begin: (leaves: Leaves, readLeaf: ReadLeaf) => void;
  /** Asked for the first time of an alternative that was just found by its field of access. */
  readonly all: (alternative: PlannedAlternative) => boolean;
};

/** Then all rounds begin anew: what is noted stays a small integer, which costs half. */
const LAST_ROUND = 2 ** 30;

export function createFieldCheck(plan: Plan): FieldCheck {
  const choices = new Map<PlannedField, readonly Choice[]>();
  let round = 0;
  let leaves = createLeaves([]);
  let readLeaf: ReadLeaf = () => null;

  function holds(field: PlannedField): boolean {
    field.round = round;
    field.holds = mayHold(field);
    return field.holds;
  }

  /** Whether a field holds by itself: of one that asks for nothing within elements of arrays, only the others' choice can tell. */
  function mayHold(field: PlannedField): boolean {
    const { here } = field.path;
    if (here.count === 0) return field.absent;
    field.test ??= toTest(field);
    for (let index = 0; index < here.count; index++) if (field.test(readLeaf(here, index))) return true;
    return field.absent && here.inElements;
  }

  /** The ways in which a field that has leaves can hold. */
  function choicesOf(field: PlannedField): readonly Choice[] {
    const made = choices.get(field) ?? toChoices(field);
    choices.set(field, made);
    return made;
  }

  function toChoices(field: PlannedField): readonly Choice[] {
    const { here } = field.path;
    const test = field.test ?? toTest(field);
    const all: Chain[] = [];
    const wanted: Chain[] = [];
    for (let index = 0; index < here.count; index++) {
      const chain = chainOf(leaves, here.elements[index] ?? 0);
      all.push(chain);
      if (test(readLeaf(here, index))) wanted.push(chain);
    }
    const present = wanted.length === 0 ? [] : [{ wanted, all: [] }];
    return field.absent ? [...present, { wanted: undefined, all }] : present;
  }

  function holdTogether(fields: readonly PlannedField[]): boolean {
    const inElements = fields.filter(({ path }) => path.here.inElements);
    if (inElements.length < 2 && !inElements.some(({ absent }) => absent)) return true;
    return someChoice(inElements.map(choicesOf), (chosen) => canChoose(chosen, leaves.arrays));
  }

  return {
    begin: (event, read) => {
      leaves = event;
      readLeaf = read;
      if (choices.size > 0) choices.clear();
      if (round === LAST_ROUND) round = beginAnew(plan);
      round++;
    },
    all: (alternative) => {
      if (alternative.round === round) return false;
      alternative.round = round;
      const { fields, access } = alternative;
      for (let index = 0; index < fields.length; index++) {
        const field = fields[index];
        if (field === undefined || field === access) continue;
        if (!(field.round === round ? field.holds : holds(field))) return false;
      }
      return leaves.elementCount === 1 || holdTogether(fields);
    },
  };
}

function toTest({ conditions }: PlannedField): LeafTest {
  return someTest(conditions.map(({ condition }) => condition));
}

function beginAnew({ fields, alternatives }: Plan): number {
  for (const one of fields) one.round = 0;
  for (const one of alternatives) one.round = 0;
  return 0;
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
