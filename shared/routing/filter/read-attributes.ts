import { isObject } from '../../schemas/json.ts';
import { pointer } from '../../schemas/pointer.ts';
import { fail, ok, type Problem, type Result, show } from '../../schemas/result.ts';
import type { AttributeFilter } from '../filter.ts';
import { type Part, take } from './read-filter.ts';

/** The map of exact, prefix or suffix: attribute names to texts, neither of them empty. */
export function readAttributes(kind: AttributeFilter['kind'], part: Part): Result<AttributeFilter> {
  const { input, at } = part;
  const entries = isObject(input) ? Object.entries(input) : [];
  if (entries.length === 0) {
    const expected = '{ "attribute": "text" }';
    return fail({ code: 'bad-filter', message: `${kind} takes attributes`, at, expected, got: show(input) });
  }
  const room = take(part, entries.length);
  if (!room.ok) return room;
  const attributes: (readonly [string, string])[] = [];
  for (const [name, text] of entries) {
    const problem = checkName(name) ?? checkText(text);
    if (problem !== undefined) return fail({ ...problem, at: at + pointer(name) });
    if (typeof text === 'string') attributes.push([name, text]);
  }
  return ok({ kind, attributes, at });
}

/** CloudEvents 1.0.2 §3.1, naming conventions. */
function checkName(name: string): Problem | undefined {
  if (name === 'data') return notAnAttribute();
  if (/^[a-z0-9]+$/.test(name)) return undefined;
  const lower = name.toLowerCase();
  const fix = /^[a-z0-9]+$/.test(lower) ? { fix: `Did you mean "${lower}"?` } : {};
  return {
    code: 'bad-attribute-name',
    message: 'Not a name of an attribute',
    expected: 'a to z and 0 to 9',
    got: show(name),
    ...fix,
  };
}

/** What is said of the payload wherever an attribute is wanted. */
export function notAnAttribute(): Problem {
  const fix = 'A content pattern in `where` sees it.';
  return { code: 'bad-attribute-name', message: 'Filters see no data', expected: 'an attribute', got: '"data"', fix };
}

function checkText(text: unknown): Problem | undefined {
  if (typeof text === 'string' && text !== '') return undefined;
  return { code: 'bad-filter', message: 'Not a text to compare with', expected: 'a non-empty string', got: show(text) };
}
