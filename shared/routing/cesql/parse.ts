import { ok, type Result } from '../../schemas/result.ts';
import { type Cursor, expectEnd, openCursor } from './cursor.ts';
import type { Expression } from './expression.ts';
import type { SqlFunction } from './function.ts';
import { addFunctions } from './functions.ts';
import { lex } from './lex.ts';
import { parseOperators } from './parse-operators.ts';

/** An expression of more UTF-16 units than this is refused. */
export const MAX_TEXT = 65_536;

export type SqlOptions = {
  /** Functions that expressions may call beside the built-in ones. */
  readonly functions?: readonly SqlFunction[];
};

/**
 * Reads a CESQL 1.0.0 expression; a problem's `at` is a 0-based UTF-16 offset in the text. A call of a function that there is none of is
 * read, and gives an error when it is evaluated.
 */
export function parseSql(text: string, options: SqlOptions = {}): Result<Expression> {
  const functions = addFunctions(options.functions ?? []);
  if (!functions.ok) return functions;
  if (text.length > MAX_TEXT) return tooLong(text);
  const tokens = lex(text);
  if (!tokens.ok) return tokens;
  const cursor = openCursor(tokens.value, functions.value);
  const expression = parseOperators(cursor);
  expectEnd(cursor);
  return finish(cursor, expression);
}

function finish({ problem }: Cursor, expression: Expression): Result<Expression> {
  return problem === undefined ? ok(expression) : { ok: false, error: problem };
}

function tooLong({ length }: string): Result<Expression> {
  const [expected, got] = [`at most ${MAX_TEXT} characters`, `${length} characters`];
  return { ok: false, error: { code: 'too-long', message: 'The expression is too long', at: MAX_TEXT, expected, got } };
}
