import { type Problem, show } from '../../schemas/result.ts';

/* What can be wrong with a pattern before its conditions are read; `at` is the place in the pattern. */

export function notAnArray(value: unknown, at: string): Problem {
  const message = 'A field holds an array of the values that match';
  return { code: 'bad-pattern', message, at, expected: `[${show(value)}]`, got: show(value) };
}

export function reserved(key: string, at: string): Problem {
  const fix = 'Give $or branches of fields, such as {"size": [{"numeric": [">", 0]}]}';
  return {
    code: 'reserved-name',
    message: `${show(key)} is an operator’s name`,
    at,
    expected: 'a field’s name inside $or',
    fix,
  };
}

export function tooMany(what: string, limit: number, at: string): Problem {
  return { code: 'too-large', message: `The pattern has too many ${what}`, at, expected: `at most ${limit}` };
}
