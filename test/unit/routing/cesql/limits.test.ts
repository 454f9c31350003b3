import { describe, expect, it } from '@jest/globals';
import { MAX_NESTING } from '../../../../shared/routing/cesql/cursor.ts';
import { MAX_TEXT, parseSql } from '../../../../shared/routing/cesql/parse.ts';
import { run } from './run.ts';

/** The number of times in which something is an attack or a mistake. */
const MANY = 10_000;

describe('a long expression', () => {
  it.each([
    ['ORs', Array.from({ length: MANY }, () => 'a').join(' OR '), [false]],
    ['ANDs', Array.from({ length: MANY }, () => 'b').join(' AND '), [true]],
    ['pluses', Array.from({ length: MANY }, () => '1').join('+'), [MANY]],
    ['comparisons', Array.from({ length: MANY }, () => '1').join('='), [true]],
    ['LIKEs', `b${" LIKE '%'".repeat(7_000)}`, [true]],
    ['elements of a set', `5 IN (${Array.from({ length: MANY }, () => '1').join()})`, [false]],
    ['arguments', `LENGTH(CONCAT(${Array.from({ length: MANY }, () => '1').join()}))`, [MANY]],
    ['minuses behind operands', Array.from({ length: MANY }, () => '1').join('-'), [2 - MANY]],
  ])('of thousands of %s is evaluated', (_what, text, wanted) => {
    expect(run(text, { a: false, b: true })).toEqual(wanted);
  });

  it('is refused past a limit', () => {
    const text = ' '.repeat(MAX_TEXT);
    expect(parseSql(`${text.slice(1)}1`).ok).toBe(true);
    expect(parseSql(`${text}1`)).toMatchObject({ error: { code: 'too-long', expected: 'at most 65536 characters' } });
    expect(parseSql("'".repeat(100_000_000))).toMatchObject({ error: { code: 'too-long' } });
  });
});

describe('a deep expression', () => {
  const SHAPES: readonly (readonly [string, (depth: number) => string])[] = [
    ['parentheses', (depth) => `${'('.repeat(depth)}TRUE${')'.repeat(depth)}`],
    ['NOTs', (depth) => `${'NOT '.repeat(depth)}TRUE`],
    ['minuses', (depth) => `${'- '.repeat(depth)}TRUE`],
    ['calls', (depth) => `${'ABS('.repeat(depth)}1${')'.repeat(depth)}`],
    ['sets', (depth) => `${'1 IN ('.repeat(depth)}1${')'.repeat(depth)}`],
    ['operators of every precedence', (depth) => `${'b AND 1=1+1*('.repeat(depth)}1${')'.repeat(depth)}`],
  ];

  it.each(SHAPES)('of %s is evaluated up to a limit and refused past it', (_what, nest) => {
    expect(() => run(nest(MAX_NESTING), { b: true })).not.toThrow();
    const refused = { ok: false, error: { code: 'too-deep', expected: 'at most 256 levels' } };
    expect(parseSql(nest(MAX_NESTING + 1))).toMatchObject(refused);
  });

  it.each([
    ['(', 65_536],
    ['NOT ', MANY],
    ['-', 65_536],
    ['- ', MANY],
    ['A(', MANY],
    ['1 IN (', MANY],
  ])('of %s without an end is refused', (piece, times) => {
    expect(parseSql(piece.repeat(times))).toMatchObject({ ok: false, error: { code: 'too-deep' } });
  });
});

describe('a part of a LIKE pattern', () => {
  it('is refused when it is too long, with the figure', () => {
    const error = { code: 'too-long', at: 7, expected: 'at most 1024 characters' };
    expect(parseSql(`a LIKE '%${'x'.repeat(1025)}%'`)).toMatchObject({ ok: false, error });
  });
});
