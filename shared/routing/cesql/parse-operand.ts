import { show } from '../../schemas/result.ts';
import { type Cursor, expect, isNext, nested, peek, refuse, stop, take, takeIf } from './cursor.ts';
import type { Expression } from './expression.ts';
import { findFunction } from './functions.ts';
import { parseOperators } from './parse-operators.ts';
import type { Token } from './token.ts';
import { isInt32 } from './value.ts';

/** Reads what an operator works on, with the NOT and the minus before it, which bind tighter than any other operator. */
export function parseOperand(cursor: Cursor): Expression {
  const { kind, text } = peek(cursor);
  if (kind === 'string') return { kind: 'literal', value: take(cursor).text };
  if (kind === 'integer' || isSigned(cursor)) return parseInteger(cursor);
  if (kind === 'word') return parseWord(cursor);
  if (text === '(') return parseGroup(cursor);
  return text === '-' ? parseUnary(cursor, 'negate') : refuse(cursor, OPERAND);
}

const OPERAND = 'an attribute, a value, a function or (';
const KEYWORDS = new Set(['AND', 'OR', 'XOR', 'NOT', 'LIKE', 'EXISTS', 'IN', 'TRUE', 'FALSE']);

/** A sign that stands right before digits is part of the number: so -2147483648 can be written. */
function isSigned(cursor: Cursor): boolean {
  const digits = peek(cursor, 1);
  const isSign = isNext(cursor, '-') || isNext(cursor, '+');
  return isSign && digits.kind === 'integer' && digits.at === peek(cursor).at + 1;
}

function parseInteger(cursor: Cursor): Expression {
  const { at } = peek(cursor);
  const sign = peek(cursor).kind === 'symbol' ? take(cursor).text : '';
  const text = sign + take(cursor).text;
  const value = Number(text);
  if (isInt32(value)) return { kind: 'literal', value: value | 0 };
  const expected = 'an integer from -2147483648 to 2147483647';
  return stop(cursor, { code: 'bad-sql', message: 'The integer is too large', at, expected, got: show(text) });
}

function parseGroup(cursor: Cursor): Expression {
  take(cursor);
  const expression = nested(cursor, parseOperators);
  expect(cursor, ')', 'an operator or )');
  return expression;
}

function parseUnary(cursor: Cursor, kind: 'not' | 'negate'): Expression {
  take(cursor);
  return { kind, operand: nested(cursor, parseOperand) };
}

function parseWord(cursor: Cursor): Expression {
  const { text } = peek(cursor);
  if (text === 'NOT') return parseUnary(cursor, 'not');
  if (text === 'TRUE' || text === 'FALSE') return { kind: 'literal', value: take(cursor).text === 'TRUE' };
  if (takeIf(cursor, 'EXISTS')) return { kind: 'exists', name: parseName(cursor) };
  return isNext(cursor, '(', 1) ? parseCall(cursor) : { kind: 'attribute', name: parseName(cursor) };
}

/** Attribute names are lower case, and may be written in any. */
function parseName(cursor: Cursor): string {
  const token = peek(cursor);
  if (!isName(token)) refuse(cursor, 'the name of an attribute, of a to z and 0 to 9');
  return take(cursor).text.toLowerCase();
}

function isName({ kind, text }: Token): boolean {
  return kind === 'integer' || (kind === 'word' && !KEYWORDS.has(text) && !text.includes('_'));
}

function parseCall(cursor: Cursor): Expression {
  const { text: name, at } = peek(cursor);
  if (KEYWORDS.has(name)) return refuse(cursor, OPERAND);
  if (!/^[A-Z][A-Z_]*$/.test(name)) return refuse(cursor, 'the name of a function, of letters and _');
  cursor.next += 2;
  const args: Expression[] = [];
  if (!takeIf(cursor, ')')) {
    do args.push(nested(cursor, parseOperators));
    while (takeIf(cursor, ','));
    expect(cursor, ')', ', or )');
  }
  return { kind: 'call', name, args, callee: findFunction(cursor.functions, name, args.length), at };
}
