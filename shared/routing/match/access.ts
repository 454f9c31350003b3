import { type Condition, isOneNumber } from './condition.ts';
import type { PlannedClues, PlannedField } from './plan.ts';
import { toPieces } from './wildcard-test.ts';

/**
 * The field by which an alternative is found: the one that the fewest events and the fewest other alternatives share. Undefined when it
 * asks for nothing. Fields that also hold where nothing is at their path are a last resort, and then the first of them: what is asked of it
 * does not depend on the fields before it.
 */
export function accessField(fields: readonly PlannedField[], clues: PlannedClues): PlannedField | undefined {
  let best: PlannedField | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const field of [...fields, ...clues]) {
    const cost = field.absent ? Number.POSITIVE_INFINITY : costOf(field);
    if (cost < least) [best, least] = [field, cost];
  }
  return best ?? fields[0] ?? clues[0];
}

/** How many alternatives an event is likely to hit by one of the field's conditions. */
function costOf({ conditions }: PlannedField): number {
  return conditions.reduce((cost, { uses, condition }) => Math.max(cost, uses * chanceOf(condition)), 0);
}

/** How much likelier an event is to meet a condition than to have one certain value: guesses that only have to be in the right order. */
function chanceOf(condition: Condition): number {
  switch (condition.kind) {
    case 'equals':
    case 'equals-ignore-case':
      return 1;
    case 'cidr':
      return 2;
    case 'prefix':
    case 'suffix':
      return 1 + 64 / 4 ** condition.text.length;
    case 'wildcard':
      return 4 + 64 / 4 ** Math.max(...toPieces(condition.text).map((piece) => piece.length));
    case 'numeric':
      return isOneNumber(condition) ? 1 : 32;
    case 'exists':
    case 'anything-but':
      return 1_000;
  }
}
