import type { Condition } from '../../../shared/routing/match/condition.ts';
import { toPieces } from '../../../shared/routing/match/wildcard-test.ts';
import { and, beginsWith, canWrite, type Expression, equal, has, not } from './expression.ts';
import { exactly, type Lowered, NOTHING, wider } from './lowered.ts';

/** A condition on what a message has in the attribute `key`, which is a text or missing: no number, boolean or null is ever there. */
export function lowerCondition(condition: Condition, key: string): Lowered {
  switch (condition.kind) {
    case 'equals':
      return typeof condition.value === 'string' ? lowerText('equals', condition.value, key) : NOTHING;
    case 'prefix':
      return condition.ignoreCase ? present(key, ANY_CASE) : lowerText('prefix', condition.text, key);
    case 'wildcard':
      return lowerWildcard(condition.text, key);
    case 'exists':
      return exactly(condition.exists ? has(key) : not(has(key)));
    case 'anything-but':
      return lowerAnythingBut(condition.but, key);
    case 'numeric':
      return NOTHING;
    case 'suffix':
      return present(key, 'an ending');
    case 'equals-ignore-case':
      return present(key, ANY_CASE);
    case 'cidr':
      return present(key, 'an address, which has many spellings');
  }
}

const ANY_CASE = 'a text in any case';

/** Where the condition itself cannot be said: it never holds for what is missing. */
function present(key: string, what: string): Lowered {
  return wider(has(key), what);
}

function lowerText(kind: 'equals' | 'prefix', text: string, key: string): Lowered {
  if (!canWrite(text)) return present(key, 'a text with characters that one does not see');
  if (kind === 'equals') return exactly(equal(key, text));
  return exactly(text === '' ? has(key) : beginsWith(key, text));
}

function lowerWildcard(wildcard: string, key: string): Lowered {
  const [first = '', ...more] = toPieces(wildcard);
  if (more.length === 0) return lowerText('equals', first, key);
  if (more.length === 1 && more[0] === '') return lowerText('prefix', first, key);
  return { ...lowerText('prefix', first, key), why: ['a wildcard'] };
}

/** To leave one of the exceptions out lets more pass, and never less. */
function lowerAnythingBut(but: readonly Condition[], key: string): Lowered {
  const exceptions = but.map((one) => lowerCondition(one, key));
  const sayable = exceptions.filter(({ why }) => why.length === 0).map(({ says }): Expression => not(says));
  const why = exceptions.flatMap((one) => one.why.map((what) => `anything but ${what}`));
  return { says: and(has(key), ...sayable), why };
}
