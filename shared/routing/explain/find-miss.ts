import { createMatcher } from '../matcher.ts';
import type { Alternative, Field, Pattern } from '../pattern.ts';

/**
 * Why a pattern does not match: the first field of its nearest alternative that does not hold. `apart` are the fields that hold, but not in
 * the same element of an array as this one. `failing` of the alternative's `fields` do not hold by themselves.
 */
export type Miss = {
  readonly field: Field;
  readonly apart: readonly Field[];
  readonly fields: number;
  readonly failing: number;
  readonly alternatives: number;
};

/** Undefined when the pattern matches. */
export function findMiss({ alternatives }: Pattern, event: object): Miss | undefined {
  if (holds(alternatives, event)) return undefined;
  // The alternatives that come of `$or` share most of their fields.
  const failing = new Set([...new Set(alternatives.flat())].filter((field) => !holds([[field]], event)));
  const heldBy = (fields: Alternative) => fields.filter((field) => !failing.has(field)).length;
  const [nearest] = alternatives.toSorted((a, b) => heldBy(b) - heldBy(a));
  return nearest && missOf(nearest, event, { failing, alternatives: alternatives.length });
}

type Known = { readonly failing: ReadonlySet<Field>; readonly alternatives: number };

function missOf(fields: Alternative, event: object, known: Known): Miss | undefined {
  const failing = fields.filter((field) => known.failing.has(field));
  const holding = fields.filter((field) => !failing.includes(field));
  // What must be missing may be missing in the elements that the other fields choose, though it is there in others.
  const sure = failing.find((field) => !mayBeMissing(field) || !holds([[...holding, field]], event));
  const [field = fields[0], apart] = sure === undefined ? findApart(holding, event) : ([sure, []] as const);
  const { alternatives } = known;
  return field && { field, apart, fields: fields.length, failing: failing.length, alternatives };
}

function mayBeMissing({ any }: Field): boolean {
  return any.some((condition) => condition.kind === 'exists' && !condition.exists);
}

/** The first field that does not hold together with those before it, and of these the ones that it does not hold together with. */
function findApart(fields: readonly Field[], event: object): readonly [Field | undefined, readonly Field[]] {
  const index = fields.findIndex((_, end) => !holds([fields.slice(0, end + 1)], event));
  const field = fields[index];
  if (field === undefined) return [undefined, []];
  const before = fields.slice(0, index);
  const against = before.filter((other) => !holds([[other, field]], event));
  return [field, against.length > 0 ? against : before];
}

function holds(alternatives: readonly Alternative[], event: object): boolean {
  return createMatcher([[true, { pattern: { alternatives } }]]).match(event).length > 0;
}
