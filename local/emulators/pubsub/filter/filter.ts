import { Refusal } from '../refusal.ts';
import { type Token, tokenize } from './filter-tokens.ts';

export type Attributes = Readonly<Record<string, string>>;
export type Filter = (attributes: Attributes) => boolean;

type Cursor = { readonly tokens: readonly Token[]; next: number };

/**
 * A subscription's filter: `attributes:key`, `attributes.key = "v"`, `!=`, `hasPrefix(attributes.key, "p")`, `NOT` or `-`, and `AND`
 * or `OR`, which need parentheses when they are mixed. The empty filter lets everything through. Throws INVALID_ARGUMENT with the
 * 0-based place. "Filter messages from a subscription" in the Pub/Sub documentation.
 */
export function parseFilter(text: string): Filter {
  if (Buffer.byteLength(text) > 256) throw new Refusal('INVALID_ARGUMENT', 'The filter is longer than 256 bytes');
  if (text.trim() === '') return () => true;
  const cursor = { tokens: tokenize(text), next: 0 };
  const filter = expression(cursor);
  expect(cursor, 'end');
  return filter;
}

function expression(cursor: Cursor): Filter {
  const terms = [term(cursor)];
  const operator = peek(cursor).text;
  if (operator !== 'AND' && operator !== 'OR') return all(terms);
  while (take(cursor, operator)) terms.push(term(cursor));
  const { kind, at } = peek(cursor);
  if (kind === 'word') throw bad('AND and OR need parentheses when they are mixed', at);
  return operator === 'AND' ? all(terms) : (attributes) => terms.some((holds) => holds(attributes));
}

function all(terms: readonly Filter[]): Filter {
  return (attributes) => terms.every((holds) => holds(attributes));
}

function term(cursor: Cursor): Filter {
  if (take(cursor, 'NOT') || take(cursor, '-')) {
    const negated = term(cursor);
    return (attributes) => !negated(attributes);
  }
  if (take(cursor, '(')) {
    const inner = expression(cursor);
    expect(cursor, ')');
    return inner;
  }
  return take(cursor, 'hasPrefix') ? hasPrefix(cursor) : comparison(cursor);
}

function hasPrefix(cursor: Cursor): Filter {
  for (const text of ['(', 'attributes', '.']) expect(cursor, text);
  const name = key(cursor);
  expect(cursor, ',');
  const prefix = value(cursor);
  expect(cursor, ')');
  return (attributes) => Object.hasOwn(attributes, name) && attributes[name]?.startsWith(prefix) === true;
}

function comparison(cursor: Cursor): Filter {
  expect(cursor, 'attributes');
  if (take(cursor, ':')) {
    const name = key(cursor);
    return (attributes) => Object.hasOwn(attributes, name);
  }
  expect(cursor, '.');
  const name = key(cursor);
  const differs = take(cursor, '!=');
  if (!differs) expect(cursor, '=');
  const wanted = value(cursor);
  // The documentation gives != as "messages without the attribute and the value": a message without the attribute passes.
  return (attributes) => (Object.hasOwn(attributes, name) && attributes[name] === wanted) !== differs;
}

function key(cursor: Cursor): string {
  const token = advance(cursor);
  if (token.kind === 'word' || token.kind === 'string') return token.text;
  throw bad('expected an attribute key', token.at);
}

function value(cursor: Cursor): string {
  const token = advance(cursor);
  if (token.kind === 'string') return token.text;
  throw bad('expected a value in double quotes', token.at);
}

function peek(cursor: Cursor): Token {
  return cursor.tokens[cursor.next] ?? { kind: 'end', text: 'end', at: 0 };
}

function advance(cursor: Cursor): Token {
  const token = peek(cursor);
  cursor.next += 1;
  return token;
}

function take(cursor: Cursor, text: string): boolean {
  const token = peek(cursor);
  const taken = token.kind !== 'string' && token.text === text;
  if (taken) cursor.next += 1;
  return taken;
}

function expect(cursor: Cursor, text: string): void {
  const { at } = peek(cursor);
  if (!take(cursor, text)) throw bad(`expected ${text}`, at);
}

function bad(problem: string, at: number): Refusal {
  return new Refusal('INVALID_ARGUMENT', `Invalid filter: ${problem} at ${at}`);
}
