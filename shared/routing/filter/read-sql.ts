import { fail, ok, type Problem, type Result, show } from '../../schemas/result.ts';
import { type Expression, walk } from '../cesql/expression.ts';
import type { SqlFunction } from '../cesql/function.ts';
import { addFunctions } from '../cesql/functions.ts';
import { parseSql, type SqlOptions } from '../cesql/parse.ts';
import type { Filter } from '../filter.ts';
import { nearest } from '../match/nearest.ts';
import { notAnAttribute } from './read-attributes.ts';
import type { Part } from './read-filter.ts';

/** An expression that can be evaluated: what it cannot do, such as to call a function that there is none of, is refused as well. */
export function readSql({ input, at, reading: { options } }: Part): Result<Filter> {
  if (typeof input !== 'string')
    return fail({ code: 'bad-filter', message: 'sql takes an expression', at, expected: 'a string', got: show(input) });
  const expression = parseSql(input, options);
  if (!expression.ok) return fail(inPlace(expression.error, at));
  const problem = checkMeaning(expression.value, options);
  if (problem !== undefined) return fail(inPlace(problem, at));
  return ok({ kind: 'sql', text: input, expression: expression.value, at });
}

/** The place is the filter's; where in the expression, the message says. */
function inPlace(problem: Problem, at: string): Problem {
  const offset = typeof problem.at === 'number' ? ` at offset ${problem.at}` : '';
  return { ...problem, message: `CESQL${offset}: ${problem.message}`, at };
}

function checkMeaning(expression: Expression, options: SqlOptions): Problem | undefined {
  for (const part of walk(expression)) {
    if ((part.kind === 'attribute' || part.kind === 'exists') && part.name === 'data') return notAnAttribute();
    if (part.kind === 'call' && part.callee === undefined) return unknownFunction(part, options);
  }
  return undefined;
}

type Call = Extract<Expression, { kind: 'call' }>;

function unknownFunction({ name, args, at }: Call, { functions: own = [] }: SqlOptions): Problem {
  const functions = addFunctions(own);
  const named = functions.ok ? functions.value : new Map<string, readonly SqlFunction[]>();
  const overloads = named.get(name);
  if (overloads !== undefined) {
    const [expected, got] = [overloads.map(arity).join(' or '), `${args.length}`];
    return { code: 'unknown-function', message: `${name} takes another number of arguments`, at, expected, got };
  }
  const names = [...named.keys()];
  const guess = nearest(name, names);
  const fix = guess === undefined ? {} : { fix: `Did you mean ${guess}?` };
  return { code: 'unknown-function', message: `There is no function ${name}`, at, expected: names.join(', '), ...fix };
}

function arity({ parameters, variadic }: SqlFunction): string {
  return variadic === undefined ? `${parameters.length}` : `${parameters.length} or more`;
}
