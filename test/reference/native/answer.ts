import { interpret } from '../interpret.ts';
import type { Json } from '../json.ts';

/**
 * Whether AWS lets an event through: `always`, however its documentation is read, and `byRuler`, as event-ruler does, on which EventBridge
 * and Lambda’s filters are built.
 */
export type Answer = { readonly always: boolean; readonly byRuler: boolean };

export const PASSES: Answer = { always: true, byRuler: true };

/** "Numeric matching … is limited to values between -5.0e9 and +5.0e9 inclusive": nothing is said of an event’s number beyond. */
const LARGEST = 5.0e9;

/**
 * What a pattern says of a document. Numbers beyond the limit are compared as event-ruler does, and besides as something that no range
 * takes. Throws when the pattern is none.
 */
export function answer(pattern: unknown, document: Json): Answer {
  const byRuler = holds(pattern, document);
  const always = byRuler && [true, false].every((other) => holds(pattern, replaced(document, other)));
  return { always, byRuler };
}

export function oneOf(answers: readonly Answer[]): Answer {
  return { always: answers.some(({ always }) => always), byRuler: answers.some(({ byRuler }) => byRuler) };
}

function holds(pattern: unknown, document: Json): boolean {
  const result = interpret(pattern, document);
  if (result === 'refused') throw new Error(`AWS refuses the pattern ${JSON.stringify(pattern)}`);
  return result;
}

function replaced(value: Json, by: boolean): Json {
  if (typeof value === 'number') return Math.abs(value) <= LARGEST ? value : by;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((one: Json) => replaced(one, by));
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, replaced(inner, by)]));
}
