import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createMatcher } from '../../../shared/routing/matcher.ts';
import { parsePattern } from '../../../shared/routing/pattern.ts';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type Field = { path: string; any: Json[] };

/**
 * The language's definition, taken literally: an event with arrays stands for all the events that have one element in each array's
 * place, and a pattern matches when it matches one of those. `exists: false` alone looks at the event as a whole.
 */
function oracle(pattern: Json, event: Json): boolean {
  const fields = fieldsOf(pattern, '');
  const whole = worlds(event).flatMap((world) => fieldsOf(world, ''));
  const isAbsent = ({ path, any }: Field) => any.some(isExistsFalse) && !whole.some((leaf) => leaf.path === path);
  return worlds(event).some((world) => {
    const leaves = fieldsOf(world, '');
    return fields.every((field) => isAbsent(field) || leaves.some((leaf) => holds(field, leaf)));
  });
}

function worlds(value: Json): Json[] {
  if (Array.isArray(value)) return value.length === 0 ? [{}] : value.flatMap(worlds);
  if (typeof value !== 'object' || value === null) return [value];
  return Object.entries(value).reduce<Json[]>(
    (all, [key, inner]) => all.flatMap((world) => worlds(inner).map((one) => ({ ...Object(world), [key]: one }))),
    [{}],
  );
}

/** Of a pattern its fields with their alternatives, of an event without arrays its leaves. */
function fieldsOf(value: Json, path: string): Field[] {
  if (Array.isArray(value)) return [{ path, any: value }];
  if (typeof value !== 'object' || value === null) return [{ path, any: [value] }];
  return Object.entries(value).flatMap(([key, inner]) => fieldsOf(inner, path === '' ? key : `${path}.${key}`));
}

function holds(field: Field, leaf: Field): boolean {
  return field.path === leaf.path && field.any.some((condition) => test(condition, leaf.any[0] ?? null));
}

function isExistsFalse(condition: Json): boolean {
  return JSON.stringify(condition) === '{"exists":false}';
}

function test(condition: Json, leaf: Json): boolean {
  if (typeof condition !== 'object' || condition === null) return leaf === condition;
  const [operator, operand] = Object.entries(condition)[0] ?? [];
  if (operator === 'exists') return operand === true;
  if (operator === 'prefix') return new RegExp(`^${String(operand)}`).test(typeof leaf === 'string' ? leaf : '#');
  if (operator === 'suffix') return new RegExp(`${String(operand)}$`).test(typeof leaf === 'string' ? leaf : '#');
  if (operator === 'anything-but') return !JSON.stringify([operand].flat()).includes(JSON.stringify(leaf));
  return typeof leaf === 'number' && leaf > 0 && leaf <= 2;
}

const leaf = fc.constantFrom<Json>(null, true, 0, 1, 2, 3, 'x', 'xy', 'yx');
const condition = fc.oneof(
  leaf,
  fc.constantFrom<Json>(
    { prefix: 'x' },
    { suffix: 'x' },
    { exists: true },
    { exists: false },
    { numeric: ['>', 0, '<=', 2] },
    { 'anything-but': ['x', 'yx'] },
    { 'anything-but': 1 },
  ),
);

function objects(keys: string[], inner: fc.Arbitrary<Json>): fc.Arbitrary<Json> {
  return fc.dictionary(fc.constantFrom(...keys), inner, { minKeys: 1, maxKeys: 3 });
}

const values = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    fc.array(tie('value'), { maxLength: 3 }),
    objects(['a', 'b'], tie('value')),
  ),
}));

const conditions = fc.array(condition, { minLength: 1, maxLength: 2 });
const nested = objects(['a', 'b', 'a.b'], conditions);
const pattern = objects(['a', 'b', 'b.a'], fc.oneof(conditions, nested));

describe('a matcher', () => {
  it('agrees with the definition of the language', () => {
    fc.assert(
      fc.property(pattern, objects(['a', 'b'], values.value), (wanted, event) => {
        const parsed = parsePattern(Object(wanted));
        const matched = parsed.ok && createMatcher([[1, { pattern: parsed.value }]]).match(Object(event)).length === 1;
        expect([parsed.ok, matched]).toEqual([true, oracle(wanted, event)]);
      }),
      { numRuns: 2_000 },
    );
  });
});
