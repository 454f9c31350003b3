import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { evaluate } from '../../../../shared/routing/cesql/evaluate.ts';
import { parseSql } from '../../../../shared/routing/cesql/parse.ts';
import { runs } from '../../../runs.ts';
import { event, expression } from './arbitrary.ts';

const token = fc.constantFrom(
  ...['a', 'b1', '1', '-', '+', '*', '/', '%', '=', '!=', '<', '(', ')', '(', ')', ',', "'x'", "'", '"', '\\', '😀'],
  ...['AND', 'OR', 'XOR', 'NOT', 'LIKE', 'IN', 'EXISTS', 'TRUE', 'ABS', 'F_G', '2147483648', ' ', '\n'],
);

describe('parseSql', () => {
  it('gives an expression or a problem within the text, and throws for no text', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(token, { maxLength: 30 }).map((tokens) => tokens.join(' ')),
    );
    fc.assert(
      fc.property(text, (sql) => {
        const parsed = parseSql(sql);
        if (parsed.ok) return;
        expect(parsed.error.at).toBeGreaterThanOrEqual(0);
        expect(parsed.error.at).toBeLessThanOrEqual(sql.length);
      }),
      { numRuns: runs(4_000) },
    );
  });

  it('takes every expression that is put together by the grammar, however it is spaced', () => {
    fc.assert(
      fc.property(expression, (tokens) => {
        const [loose, wide] = [parseSql(tokens.join(' ')), parseSql(tokens.join('\n\t'))];
        expect([loose.ok, wide.ok]).toEqual([true, true]);
      }),
      { numRuns: runs(1_000) },
    );
  });
});

describe('evaluate', () => {
  it('gives a string, a boolean or a 32-bit integer, and throws for no event', () => {
    fc.assert(
      fc.property(expression, event, (tokens, input) => {
        const parsed = parseSql(tokens.join(' '));
        const { value } = evaluate(parsed.ok ? parsed.value : { kind: 'literal', value: 0.5 }, input);
        if (typeof value === 'number') expect(value).toBe(value | 0);
        else expect(['string', 'boolean']).toContain(typeof value);
      }),
      { numRuns: runs(4_000) },
    );
  });

  it('gives the same for the same, and leaves the event as it is', () => {
    fc.assert(
      fc.property(expression, event, (tokens, input) => {
        const [parsed, before] = [parseSql(tokens.join(' ')), JSON.stringify(input)];
        if (!parsed.ok) return;
        expect(evaluate(parsed.value, Object.freeze(input))).toEqual(evaluate(parsed.value, input));
        expect(JSON.stringify(input)).toBe(before);
      }),
      { numRuns: runs(1_000) },
    );
  });
});
