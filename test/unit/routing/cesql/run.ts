import { expect, it } from '@jest/globals';
import { evaluate } from '../../../../shared/routing/cesql/evaluate.ts';
import type { SqlFunction } from '../../../../shared/routing/cesql/function.ts';
import { parseSql } from '../../../../shared/routing/cesql/parse.ts';
import type { Value } from '../../../../shared/routing/cesql/value.ts';

export const EVENT = { specversion: '1.0', id: 'i1', source: '/s', type: 'a.b', text: 'abc', five: 5, yes: true };

/** The value and the kinds of error of an expression. */
export function run(
  text: string,
  event: object = EVENT,
  functions: readonly SqlFunction[] = [],
): readonly [value: Value, ...errors: string[]] {
  const parsed = parseSql(text, { functions });
  if (!parsed.ok) throw new Error(`${text.slice(0, 80)}: ${JSON.stringify(parsed.error)}`);
  const { value, errors } = evaluate(parsed.value, event);
  return [value, ...errors.map(({ kind }) => kind)];
}

/** Expressions by a sentence, each with what it gives for EVENT: a value and the kinds of error. */
export type Cases = Readonly<Record<string, Readonly<Record<string, Value | readonly [Value, ...string[]]>>>>;

export function testCases(cases: Cases): void {
  it.each(Object.entries(cases))('%s', (_sentence, expressions) => {
    const wanted = Object.entries(expressions).map(([text, want]) => [text, ...[want].flat()]);
    expect(wanted.map(([text]) => [text, ...run(String(text))])).toEqual(wanted);
  });
}
