import { describe, expect, it } from '@jest/globals';
import type { SqlFunction } from '../../../../shared/routing/cesql/function.ts';
import { parseSql } from '../../../../shared/routing/cesql/parse.ts';
import { EVENT, run } from './run.ts';

const begins: SqlFunction = {
  name: 'Begins_With',
  parameters: ['String', 'String'],
  returns: 'Boolean',
  call: (text: string, prefix: string) => text.startsWith(prefix),
};
const sum: SqlFunction = {
  name: 'SUM',
  parameters: ['Integer'],
  variadic: 'Integer',
  returns: 'Integer',
  call: (...numbers: number[]) => numbers.reduce((total, one) => total + one, 0),
};

/** A function whose implementation is only that. */
function giving(call: () => unknown, returns: SqlFunction['returns'] = 'Integer'): SqlFunction {
  return { name: 'IT', parameters: [], returns, call: call as SqlFunction['call'] }; // what a JavaScript user may hand over
}

describe('a function of one’s own', () => {
  it('is called by its name in any case, with its arguments cast', () => {
    expect(run("begins_with(text, 'ab')", EVENT, [begins])).toEqual([true]);
    expect(run('BEGINS_WITH(12345, 12)', EVENT, [begins])).toEqual([true]);
    expect(run("Begins_With(text, 'abcd')", EVENT, [begins])).toEqual([false]);
  });

  it('may take any number of arguments from a first one on', () => {
    expect(run("SUM(1, '2', TRUE)", EVENT, [sum])).toEqual([4]);
    expect(run('SUM(1)', EVENT, [sum])).toEqual([1]);
    expect(run('SUM()', EVENT, [sum])).toEqual([false, 'missingFunction']);
  });

  it('goes on with the zero value of an argument that could not be cast', () => {
    expect(run("SUM(1, 'x')", EVENT, [sum])).toEqual([1, 'cast']);
  });

  it('is not called with a missing attribute', () => {
    const calls: unknown[] = [];
    const spy = { ...sum, call: (...args: unknown[]) => calls.push(args) };
    expect([run('SUM(nothing)', EVENT, [spy]), calls]).toEqual([[0, 'missingAttribute'], []]);
  });

  it('that throws is an error with the zero value of its type', () => {
    const parsed = parseSql('IT()', { functions: [giving(() => JSON.parse('{'))] });
    expect(parsed.ok).toBe(true);
    const throwing = giving(() => {
      throw new Error('out of order');
    });
    expect(run('IT()', EVENT, [throwing])).toEqual([0, 'functionEvaluation']);
    expect(run('IT()', EVENT, [{ ...throwing, returns: 'String' }])).toEqual(['', 'functionEvaluation']);
  });

  it.each([
    ['nothing', undefined],
    ['null', null],
    ['a value of another type', '5'],
    ['a fraction', 1.5],
    ['more than 32 bits', 2 ** 31],
    ['a promise', Promise.resolve(5)],
  ])('that gives %s is an error with the zero value of its type', (_what, value) => {
    expect(run('IT()', EVENT, [giving(() => value)])).toEqual([0, 'functionEvaluation']);
  });

  it('may give a value with an error', () => {
    const call = () => ({ value: 7, error: { kind: 'generic', message: 'so so' } });
    expect(run('IT() + 1', EVENT, [giving(call)])).toEqual([8, 'generic']);
  });

  it('may share a name with functions of other arities, the built-in ones too', () => {
    const abs = { ...begins, name: 'ABS' };
    const one = { ...sum, parameters: [] as const, name: 'IT', call: () => 1 };
    expect(run("ABS('a', 'a') AND ABS(-1) = 1", EVENT, [abs])).toEqual([true]);
    expect(run('IT()', EVENT, [one])).toEqual([1]);
  });

  it.each<[string, readonly SqlFunction[]]>([
    ['two of one name and arity', [begins, begins]],
    ['one of the name and arity of a built-in one', [{ ...sum, name: 'length', parameters: ['String'] }]],
    ['a variadic one that takes what another takes', [giving(() => 1), { ...sum, name: 'it', parameters: [] }]],
    ['one that a variadic one takes already', [sum, { ...begins, name: 'SUM' }]],
    ['two variadic ones', [sum, { ...sum, parameters: ['Integer', 'Integer', 'Integer'] }]],
    ['a name with a digit', [{ ...sum, name: 'SUM2' }]],
    ['a name that begins with an underscore', [{ ...sum, name: '_SUM' }]],
    ['no name', [{ ...sum, name: '' }]],
  ])('is refused: %s', (_what, functions) => {
    expect(parseSql('TRUE', { functions })).toMatchObject({ ok: false, error: { code: 'bad-function' } });
  });
});
