import { tryCast } from '../cesql/cast.ts';
import type { Value } from '../cesql/value.ts';
import type { Condition } from '../match/condition.ts';

/**
 * Conditions on an event's JSON of which one holds whenever the attribute, by any cast that CESQL knows, equals the value: a text may be
 * there as a number or a boolean, and a number as a text.
 */
export function spelled(value: Value): readonly Condition[] {
  const text = String(value);
  const [integer, boolean] = [tryCast(value, 'Integer'), tryCast(value, 'Boolean')];
  const number = String(Number(text)) === text && Number.isFinite(Number(text)) ? Number(text) : undefined;
  const values = new Set([text, number, integer, boolean]);
  return [...values].filter((one) => one !== undefined).map((one) => ({ kind: 'equals', value: one }));
}

/** The same for an attribute whose canonical string begins with the text. */
export function beginning(text: string): readonly Condition[] {
  const booleans = [true, false].filter((one) => String(one).startsWith(text));
  return [{ kind: 'prefix', text, ignoreCase: false }, ...numbers(/^[-\d]/.test(text)), ...booleans.map(equals)];
}

/** The same for one that ends with it. */
export function ending(text: string): readonly Condition[] {
  const booleans = [true, false].filter((one) => String(one).endsWith(text));
  return [{ kind: 'suffix', text, ignoreCase: false }, ...numbers(/\d$/.test(text)), ...booleans.map(equals)];
}

function equals(value: Value): Condition {
  return { kind: 'equals', value };
}

/** Which numbers are written so is nothing that a condition can say: any number may be. */
function numbers(isPossible: boolean): readonly Condition[] {
  const [low, high] = [-Number.MAX_VALUE, Number.MAX_VALUE];
  return isPossible ? [{ kind: 'numeric', low, lowOpen: false, high, highOpen: false }] : [];
}
