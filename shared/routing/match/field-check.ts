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
  const choices = new Map<PlannedField, Choice>();
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

  function choiceOf(field: PlannedField): Choice {
    const made = choices.get(field) ?? toChoice(field);
    choices.set(field, made);
    return made;
  }

  function toChoice(field: PlannedField): Choice {
    const { path, absent } = field;
    const test = field.test ?? toTest(field);
    const all: Chain[] = [];
    const wanted: Chain[] = [];
    for (let index = 0; index < path.here.count; index++) {
      const chain = chainOf(leaves, path.here.elements[index] ?? 0);
      all.push(chain);
      if (test(readLeaf(path.here, index))) wanted.push(chain);
    }
    return { wanted, all: absent ? all : wanted, absent };
  }

  function holdTogether(fields: readonly PlannedField[]): boolean {
    const inElements = fields.filter(({ path }) => path.here.inElements);
    if (inElements.length < 2 && !inElements.some(({ absent }) => absent)) return true;
    return canChoose(inElements.map(choiceOf), leaves.arrays);
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
      const { checks } = alternative;
      for (let index = 0; index < checks.length; index++) {
        const field = checks[index];
        if (field === undefined || !(field.round === round ? field.holds : holds(field))) return false;
      }
      return leaves.elementCount === 1 || holdTogether(alternative.fields);
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
