import type { Alternative, Field } from '../pattern.ts';

/** Says nothing of an event. */
export const ANYTHING: readonly Alternative[] = [[]];

/** An index gains nothing from more of them; what is left out only makes the answer wider. */
const MAX_ALTERNATIVES = 64;
const MAX_FIELDS = 8;

/** What is satisfied where both are: each alternative with each, or the simpler side where that would be too many. */
export function both(one: readonly Alternative[], other: readonly Alternative[]): readonly Alternative[] {
  if (one.length * other.length > MAX_ALTERNATIVES) return one.length <= other.length ? one : other;
  return one.flatMap((left) => other.map((right) => together(left, right)));
}

/** What is satisfied where one of them is. Alternatives of one and the same field become one with all its conditions. */
export function oneOf(choices: readonly (readonly Alternative[])[]): readonly Alternative[] {
  const alternatives = choices.flat();
  if (alternatives.some(({ length }) => length === 0)) return ANYTHING;
  const merged = [...alternatives.filter(({ length }) => length > 1), ...mergeFields(alternatives)];
  return merged.length <= MAX_ALTERNATIVES ? merged : ANYTHING;
}

/** One field for each path, since two may not be on the same: the one that fewer values fit. */
function together(left: Alternative, right: Alternative): Alternative {
  const fields = new Map(left.map((field) => [field.path, field]));
  for (const field of right) {
    const there = fields.get(field.path);
    if (there === undefined || (isExact(field) && !isExact(there))) fields.set(field.path, field);
  }
  return [...fields.values()].slice(0, MAX_FIELDS);
}

function isExact({ any }: Field): boolean {
  return any.every(({ kind }) => kind === 'equals');
}

function mergeFields(alternatives: readonly Alternative[]): readonly Alternative[] {
  const single = alternatives.flatMap(([field, ...rest]) => (field === undefined || rest.length > 0 ? [] : [field]));
  const groups = Map.groupBy(single, ({ path }) => path);
  return [...groups.values()].map((fields) => {
    const [first, ...rest] = fields;
    return first === undefined || rest.length === 0 ? fields : [{ ...first, any: fields.flatMap(({ any }) => any) }];
  });
}
