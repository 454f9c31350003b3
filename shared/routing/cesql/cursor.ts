import type { Problem } from '../../schemas/result.ts';
import { nearest } from '../match/nearest.ts';
import type { Expression } from './expression.ts';
import type { Functions } from './functions.ts';
import { showToken, type Token } from './token.ts';

/** Deeper than this an expression does not nest: parentheses, NOT, minus, arguments and sets, counted together. */
export const MAX_NESTING = 256;

/** Where the parser is. Once there is a problem it is at the end, where every loop stops: the first problem is the one that counts. */
export type Cursor = {
  readonly tokens: readonly Token[];
  readonly functions: Functions;
  next: number;
  depth: number;
  problem: Problem | undefined;
};

export function openCursor(tokens: readonly Token[], functions: Functions): Cursor {
  return { tokens, functions, next: 0, depth: 0, problem: undefined };
}

/** The token to be read next, or the one so many behind it; past the end always the end. */
export function peek(cursor: Cursor, ahead = 0): Token {
  return cursor.tokens[cursor.next + ahead] ?? END;
}

const END: Token = { kind: 'end', text: '', at: 0 };

export function take(cursor: Cursor): Token {
  const token = peek(cursor);
  if (token.kind !== 'end') cursor.next++;
  return token;
}

/** Whether that keyword or symbol comes next; a string of the same letters is neither. */
export function isNext(cursor: Cursor, text: string, ahead = 0): boolean {
  const token = peek(cursor, ahead);
  return token.text === text && (token.kind === 'word' || token.kind === 'symbol');
}

export function takeIf(cursor: Cursor, text: string): boolean {
  const found = isNext(cursor, text);
  if (found) cursor.next++;
  return found;
}

export function expect(cursor: Cursor, text: string, expected = text): void {
  if (!takeIf(cursor, text)) refuse(cursor, expected);
}

export function expectEnd(cursor: Cursor): void {
  if (peek(cursor).kind !== 'end') refuse(cursor, 'an operator or the end', OPERATORS);
}

const OPERATORS = ['AND', 'OR', 'XOR', 'NOT', 'LIKE', 'IN'];

/** Notes that the next token is not what is expected, and what it may have been meant for. Gives what stands for no expression. */
export function refuse(cursor: Cursor, expected: string, meant: readonly string[] = []): Expression {
  const token = peek(cursor);
  const guess = token.kind === 'word' ? nearest(token.text, meant) : undefined;
  return stop(cursor, {
    code: 'bad-sql',
    message: token.kind === 'end' ? 'The expression ends too early' : `${showToken(token)} does not belong here`,
    at: token.at,
    expected,
    got: showToken(token),
    ...(guess === undefined ? {} : { fix: `Did you mean ${guess}?` }),
  });
}

/** Notes a problem, unless there is one already, and goes to the end. */
export function stop(cursor: Cursor, problem: Problem): Expression {
  cursor.problem ??= problem;
  cursor.next = cursor.tokens.length - 1;
  return { kind: 'literal', value: false };
}

/** Reads what is one level further in. */
export function nested(cursor: Cursor, read: (cursor: Cursor) => Expression): Expression {
  if (cursor.depth >= MAX_NESTING) return tooDeep(cursor);
  cursor.depth++;
  const expression = read(cursor);
  cursor.depth--;
  return expression;
}

function tooDeep(cursor: Cursor): Expression {
  const { at } = peek(cursor);
  const expected = `at most ${MAX_NESTING} levels`;
  return stop(cursor, { code: 'too-deep', message: 'The expression nests too deep', at, expected });
}
