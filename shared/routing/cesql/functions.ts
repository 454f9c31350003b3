import { fail, ok, type Problem, type Result, show } from '../../schemas/result.ts';
import { BUILTINS } from './builtins.ts';
import type { SqlFunction } from './function.ts';

/** The functions that an expression may call, by name in upper case; those of one name differ in how many arguments they take. */
export type Functions = ReadonlyMap<string, readonly SqlFunction[]>;

/** The function of that name (in upper case) that takes that many arguments. */
export function findFunction(functions: Functions, name: string, count: number): SqlFunction | undefined {
  return functions.get(name)?.find((one) => takes(one, count));
}

/**
 * The built-in functions and a user's own. Refused: a name that cannot be called, and two of one name that some call could not tell
 * apart, which are two of the same arity, or a variadic one that takes no more than another (CESQL 1.0.0 §3.5).
 */
export function addFunctions(own: readonly SqlFunction[]): Result<Functions> {
  if (own.length === 0) return ok(STANDARD);
  const functions = new Map(STANDARD);
  for (const one of own) {
    const name = one.name.toUpperCase();
    const others = functions.get(name) ?? [];
    const problem = NAME.test(name) ? clash(one, others) : badName(one);
    if (problem !== undefined) return fail(problem);
    functions.set(name, [...others, one]);
  }
  return ok(functions);
}

const NAME = /^[A-Z][A-Z_]*$/;
const STANDARD: Functions = Map.groupBy(BUILTINS, ({ name }) => name);

function takes({ parameters, variadic }: SqlFunction, count: number): boolean {
  return variadic === undefined ? count === parameters.length : count >= parameters.length;
}

function clash(one: SqlFunction, others: readonly SqlFunction[]): Problem | undefined {
  const other = others.find((candidate) => overlap(one, candidate));
  if (other === undefined) return undefined;
  return {
    code: 'bad-function',
    message: `Two functions ${one.name.toUpperCase()} take the same number of arguments`,
    expected: 'another name or arity',
    got: `${arity(one)} beside ${arity(other)}`,
  };
}

/** Whether some number of arguments fits both. */
function overlap(one: SqlFunction, other: SqlFunction): boolean {
  const most = Math.max(one.parameters.length, other.parameters.length);
  return takes(one, most) && takes(other, most);
}

function arity({ parameters, variadic }: SqlFunction): string {
  return variadic === undefined ? `${parameters.length}` : `${parameters.length} or more`;
}

function badName({ name }: SqlFunction): Problem {
  return {
    code: 'bad-function',
    message: 'Not a name of a function',
    expected: 'letters and underscores, a letter first',
    got: show(name),
  };
}
