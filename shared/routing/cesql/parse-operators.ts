import { type Cursor, expect, isNext, nested, peek, refuse, stop, take, takeIf } from './cursor.ts';
import type { Expression, Step } from './expression.ts';
import { MAX_LIKE_PART, parseLike } from './like.ts';
import { parseOperand } from './parse-operand.ts';

/**
 * Reads an expression whose operators bind at least as tightly as `level` (CESQL 1.0.0 §3.6). Operators of one level are taken from left
 * to right, AND, OR and XOR too, which share a level.
 */
export function parseOperators(cursor: Cursor, level = 1): Expression {
  let left = parseOperand(cursor);
  // Each turn is on a lower level than the one before.
  for (let here = levelOf(cursor); here >= level; here = levelOf(cursor)) {
    const steps: Step[] = [];
    while (levelOf(cursor) === here) steps.push(parseStep(cursor, here));
    left = { kind: 'chain', first: left, steps };
  }
  return left;
}

const LEVELS = new Map([
  ...['AND', 'OR', 'XOR'].map((operator) => [operator, 1] as const),
  ...['=', '!=', '<>', '<', '<=', '>', '>='].map((operator) => [operator, 2] as const),
  ...['+', '-'].map((operator) => [operator, 3] as const),
  ...['*', '/', '%'].map((operator) => [operator, 4] as const),
  ...['IN', 'LIKE', 'NOT'].map((operator) => [operator, 5] as const),
]);

/** 0 where no operator is next. */
function levelOf(cursor: Cursor): number {
  const { kind, text } = peek(cursor);
  return kind === 'word' || kind === 'symbol' ? (LEVELS.get(text) ?? 0) : 0;
}

function parseStep(cursor: Cursor, level: number): Step {
  const negated = takeIf(cursor, 'NOT');
  if (takeIf(cursor, 'LIKE')) return parseLikeStep(cursor, negated);
  if (takeIf(cursor, 'IN')) return parseInStep(cursor, negated);
  const operator = peek(cursor).text;
  if (negated) refuse(cursor, 'LIKE or IN', ['LIKE', 'IN']);
  else take(cursor);
  return toStep(operator, parseOperators(cursor, level + 1));
}

function toStep(operator: string, right: Expression): Step {
  switch (operator) {
    case 'AND':
    case 'OR':
    case 'XOR':
      return { kind: 'logic', operator, right };
    case '<':
    case '<=':
    case '>':
    case '>=':
      return { kind: 'order', operator, right };
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
      return { kind: 'math', operator, right };
    default:
      return { kind: 'equality', negated: operator !== '=', right };
  }
}

function parseLikeStep(cursor: Cursor, negated: boolean): Step {
  const { kind, text, at } = peek(cursor);
  if (kind === 'string') take(cursor);
  else refuse(cursor, 'a string in quotes as the pattern');
  const like = parseLike(text);
  if (like !== undefined) return { kind: 'like', negated, like };
  const expected = `at most ${MAX_LIKE_PART} characters`;
  stop(cursor, { code: 'too-long', message: 'What stands between two % is too long', at, expected });
  return { kind: 'in', negated, set: [] };
}

function parseInStep(cursor: Cursor, negated: boolean): Step {
  expect(cursor, '(', 'a set in parentheses');
  const set = [nested(cursor, parseOperators)];
  while (takeIf(cursor, ',')) set.push(nested(cursor, parseOperators));
  if (!isNext(cursor, ')')) refuse(cursor, ', or )');
  take(cursor);
  return { kind: 'in', negated, set };
}
