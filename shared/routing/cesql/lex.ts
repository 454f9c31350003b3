import { fail, ok, type Problem, type Result } from '../../schemas/result.ts';
import type { Token } from './token.ts';

/** An expression's text as tokens, an `end` behind them (CESQL 1.0.0 §2.2, §2.3). Each character is looked at once. */
export function lex(text: string): Result<readonly Token[]> {
  const tokens: Token[] = [];
  for (let at = skipSpace(text, 0); at < text.length; ) {
    const found = readToken(text, at);
    if ('problem' in found) return fail(found.problem);
    tokens.push(found.token);
    at = skipSpace(text, found.end);
  }
  return ok([...tokens, { kind: 'end', text: '', at: text.length }]);
}

type Found = { readonly token: Token; readonly end: number } | { readonly problem: Problem };

const SPACE = ' \t\r\n';
const WORD = /[A-Za-z0-9_]+/y;
const SYMBOL = /!=|<>|<=|>=|[=<>+\-*/%(),]/y;

function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && SPACE.includes(text.charAt(at))) at++;
  return at;
}

function readToken(text: string, at: number): Found {
  const quote = text.charAt(at);
  if (quote === "'" || quote === '"') return readString(text, at);
  const word = read(WORD, text, at);
  if (word !== undefined) {
    const kind = /^\d+$/.test(word) ? 'integer' : 'word';
    return { token: { kind, text: word.toUpperCase(), at }, end: at + word.length };
  }
  const symbol = read(SYMBOL, text, at);
  if (symbol !== undefined) return { token: { kind: 'symbol', text: symbol, at }, end: at + symbol.length };
  return { problem: strange(text, at) };
}

function read(form: RegExp, text: string, at: number): string | undefined {
  form.lastIndex = at;
  return form.exec(text)?.[0];
}

/** Only the quote itself is escaped; any other backslash stands for itself, and keeps the character behind it from ending the string. */
function readString(text: string, at: number): Found {
  const quote = text.charAt(at);
  const parts: string[] = [];
  let from = at + 1;
  for (let end = from; end < text.length; end++) {
    const char = text.charAt(end);
    if (char === quote) {
      parts.push(text.slice(from, end));
      return { token: { kind: 'string', text: parts.join(''), at }, end: end + 1 };
    }
    if (char !== '\\') continue;
    if (text.charAt(end + 1) === quote) {
      parts.push(text.slice(from, end));
      from = end + 1;
    }
    end++;
  }
  return { problem: { code: 'bad-sql', message: 'The string does not end', at, expected: quote, got: 'the end' } };
}

function strange(text: string, at: number): Problem {
  const got = JSON.stringify(String.fromCodePoint(text.codePointAt(at) ?? 0));
  return { code: 'bad-sql', message: 'The character means nothing here', at, expected: 'an operand or operator', got };
}
