import { isObject, parseDeepJson, tooDeep, withinDepth } from '../schemas/json.ts';
import { fail, ok, type Result, show } from '../schemas/result.ts';
import type { Condition } from './match/condition.ts';
import { readPattern } from './match/read-pattern.ts';

/**
 * A content pattern of Amazon EventBridge: an event matches when one of the alternatives does, which are the pattern's `$or`s multiplied
 * out. An alternative matches when each of its fields holds, and a field when one of its conditions does.
 */
export type Pattern = { readonly alternatives: readonly Alternative[] };
export type Alternative = readonly Field[];

/**
 * `path` is the field's keys joined with dots, so that nested and dotted keys name the same field; `at` is a JSON Pointer to it in the
 * pattern.
 */
export type Field = { readonly path: string; readonly at: string; readonly any: readonly Condition[] };

/** Longer texts are refused before they are parsed. EventBridge itself takes 2,048 characters. */
export const MAX_TEXT = 1_048_576;

/** Reads a pattern from JSON text, UTF-8 bytes or a value; the problem's `at` is a JSON Pointer into the pattern. */
export function parsePattern(input: string | Uint8Array | object): Result<Pattern> {
  const value = parseInput(input);
  if (!value.ok) return value;
  if (!isObject(value.value)) {
    const got = show(value.value);
    return fail({ code: 'bad-pattern', message: 'A pattern is an object', at: '', expected: 'an object', got });
  }
  if (!withinDepth(value.value)) return tooDeep();
  const alternatives = readPattern(value.value);
  return alternatives.ok ? ok({ alternatives: alternatives.value }) : alternatives;
}

function parseInput(input: string | Uint8Array | object): Result<unknown> {
  if (typeof input !== 'string' && !(input instanceof Uint8Array)) return ok(input);
  if (input.length <= MAX_TEXT) return parseDeepJson(input);
  return fail({
    code: 'too-large',
    message: 'The pattern is too long',
    expected: `at most ${MAX_TEXT}`,
    got: `${input.length}`,
  });
}
