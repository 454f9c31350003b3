import type { Condition, Range } from '../../../shared/routing/match/condition.ts';
import { toPieces } from '../../../shared/routing/match/wildcard-test.ts';

/**
 * What Event Grid can say of a condition on a single value. `exact`: it says just that. `never`: no attribute is ever so.
 */
export type Shape =
  | { readonly kind: 'text' | 'beginning' | 'ending'; readonly text: string; readonly exact: boolean }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'range'; readonly low: number; readonly high: number }
  | { readonly kind: 'present'; readonly exact: boolean }
  | { readonly kind: 'absent' }
  | { readonly kind: 'never' };

export function shapeOf(condition: Condition): Shape {
  switch (condition.kind) {
    case 'equals':
      return ofValue(condition.value);
    case 'equals-ignore-case':
      return ofText('text', condition.text, true);
    case 'prefix':
      return ofText('beginning', condition.text, condition.ignoreCase);
    case 'suffix':
      return ofText('ending', condition.text, condition.ignoreCase);
    case 'wildcard':
      return ofWildcard(condition.text);
    case 'numeric':
      return ofRange(condition);
    case 'exists':
      return condition.exists ? { kind: 'present', exact: true } : { kind: 'absent' };
    case 'cidr':
    case 'anything-but':
      return PRESENT;
  }
}

/** The condition takes a value to hold, and more than that cannot be said. */
const PRESENT: Shape = { kind: 'present', exact: false };

function ofValue(value: string | number | boolean | null): Shape {
  if (typeof value === 'string') return ofText('text', value, false);
  if (typeof value === 'number') return Number.isFinite(value) ? { kind: 'number', value } : { kind: 'never' };
  return value === null ? { kind: 'never' } : PRESENT;
}

/** Event Grid takes 512 characters, of which a blob's name leaves some to the path of its container. */
const LONGEST = 512 - 47;

/**
 * Event Grid compares texts without regard to case, and does not say how beyond ASCII: equal texts are equal in any case, but which others
 * are is known of ASCII alone. So what is to be compared exactly passes more, unless it has no letters.
 */
function ofText(kind: 'text' | 'beginning' | 'ending', text: string, ignoreCase: boolean): Shape {
  if (text === '') return kind === 'text' ? PRESENT : { kind: 'present', exact: false };
  if (!text.isWellFormed() || (ignoreCase && !/^[\x20-\x7e]*$/.test(text))) return PRESENT;
  if (text.length <= LONGEST) return { kind, text, exact: isTakenExactly(text) };
  const cut =
    kind === 'ending' ? text.slice(-LONGEST).replace(/^\p{Cs}/u, '') : text.slice(0, LONGEST).replace(/\p{Cs}$/u, '');
  return { kind: kind === 'text' ? 'beginning' : kind, text: cut, exact: false };
}

/** And a text that may be a number's is not known to be compared with texts alone. */
function isTakenExactly(text: string): boolean {
  return /^[\x20-\x40[-`{-~]*$/.test(text) && /[^\d.+-]/.test(text);
}

function ofWildcard(wildcard: string): Shape {
  const pieces = toPieces(wildcard);
  const [first = '', last = ''] = [pieces.at(0), pieces.at(-1)];
  if (pieces.length === 1) return ofText('text', first, false);
  const shape = first === '' ? ofText('ending', last, false) : ofText('beginning', first, false);
  return { ...shape, exact: false } as Shape; // of a text or what is present, which all have it
}

/** Whether an end belongs to Event Grid's range is not told: ends are moved outwards, to the next integer. No other numbers are there. */
function ofRange({ low, lowOpen, high, highOpen }: Range): Shape {
  const [first, last] = [Math.floor(low) - (lowOpen ? 0 : 1), Math.ceil(high) + (highOpen ? 0 : 1)];
  return { kind: 'range', low: within(first), high: within(last) };
}

function within(value: number): number {
  return Math.min(Math.max(value, Number.MIN_SAFE_INTEGER), Number.MAX_SAFE_INTEGER);
}
