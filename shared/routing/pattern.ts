import { isObject, parseJson, tooDeep, withinDepth } from '../schemas/json.ts';
import { pointer } from '../schemas/pointer.ts';
import { fail, ok, type Problem, type Result, show } from '../schemas/result.ts';
import { parseCondition } from './match/condition.ts';
import type { Condition } from './match/leaf.ts';

/**
 * A content pattern, compatible with Amazon EventBridge's: every field must hold, and a field holds when one of its conditions does.
 * `path` is the field's keys joined with dots, so that nested and dotted keys name the same field.
 */
export type Pattern = { readonly fields: readonly Field[] };
export type Field = { readonly path: string; readonly any: readonly Condition[] };

/** Reads a pattern from JSON text, UTF-8 bytes or a value; the problem's `at` is a JSON Pointer into the pattern. */
export function parsePattern(input: string | Uint8Array | object): Result<Pattern> {
  const value = typeof input === 'string' || input instanceof Uint8Array ? parseJson(input) : ok<unknown>(input);
  if (!value.ok) return value;
  if (!isObject(value.value))
    return fail({
      code: 'bad-pattern',
      message: 'A pattern is an object',
      at: '',
      expected: 'an object',
      got: show(value.value),
    });
  if (!withinDepth(value.value)) return tooDeep();
  const fields: Field[] = [];
  const problem = collect(value.value, { keys: [], at: '' }, fields);
  return problem === undefined ? ok({ fields }) : fail(problem);
}

type Place = { readonly keys: readonly string[]; readonly at: string };

function collect(object: Readonly<Record<string, unknown>>, place: Place, into: Field[]): Problem | undefined {
  const entries = Object.entries(object);
  if (entries.length === 0)
    return { code: 'empty-pattern', message: 'A pattern object needs at least one field', at: place.at };
  for (const [key, value] of entries) {
    const inner = { keys: [...place.keys, key], at: place.at + pointer(key) };
    const problem = isObject(value) ? collect(value, inner, into) : leaf(value, inner, into);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function leaf(value: unknown, place: Place, into: Field[]): Problem | undefined {
  if (!Array.isArray(value)) {
    return {
      code: 'bad-pattern',
      message: 'A field holds an array of the values that match',
      at: place.at,
      expected: `[${show(value)}]`,
      got: show(value),
    };
  }
  if (value.length === 0)
    return {
      code: 'empty-pattern',
      message: 'An empty array matches nothing',
      at: place.at,
      expected: 'at least one value',
    };
  const any: Condition[] = [];
  for (const [index, item] of value.entries()) {
    const condition = parseCondition(item, place.at + pointer(index));
    if (!condition.ok) return condition.error;
    any.push(condition.value);
  }
  into.push({ path: place.keys.join('.'), any });
  return undefined;
}
