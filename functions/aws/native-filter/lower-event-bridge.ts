import type { Affix, Condition } from '../../../shared/routing/match/condition.ts';
import type { Leaf } from '../../../shared/routing/match/leaf.ts';
import { lowerExclusion } from './lower-exclusion.ts';
import { lowerNumber, lowerRange } from './lower-number.ts';
import { ABSENT, EXISTS, type Lowered, said, wider } from './lowered.ts';
import { foldsAlike, hasHalfPair, isPlainEdge, looksLikeAddress } from './text-traps.ts';
import { wildcardEnds } from './wildcard-ends.ts';

/** A wildcard of more is too complex for EventBridge sooner or later: its bound is not published ("Rule is too complex"). */
const STARS = 2;

export const HALF_PAIR = 'half of a surrogate pair is not compared';
const ADDRESS = 'an address is taken in every spelling';
const BLOCK = 'a block takes hex digits and addresses of the other version too';
const QUOTES = 'quotes at an edge are not compared';
const BEYOND = 'letters beyond the basic plane do not ignore case';

/**
 * A condition in the words of an EventBridge event pattern. Exact but where event-ruler, on which EventBridge is built, is known to answer
 * otherwise than the router, or where EventBridge documents a limit: there it is wider.
 */
export function lowerForEventBridge(condition: Condition): Lowered {
  switch (condition.kind) {
    case 'equals':
      return lowerValue(condition.value);
    case 'equals-ignore-case':
      return foldsAlike(condition.text) ? said({ 'equals-ignore-case': condition.text }) : wider(BEYOND);
    case 'prefix':
    case 'suffix':
      return lowerAffix(condition);
    case 'wildcard':
      return lowerWildcard(condition.text);
    case 'numeric':
      return lowerRange(condition);
    case 'cidr':
      return condition.text.includes('/') ? wider(BLOCK, { cidr: condition.text }) : wider(ADDRESS, condition.text);
    case 'exists':
      return said(condition.exists ? EXISTS : ABSENT);
    case 'anything-but':
      return lowerExclusion(condition.but, STARS);
  }
}

function lowerValue(value: Leaf): Lowered {
  if (typeof value === 'number') return lowerNumber(value);
  if (typeof value !== 'string') return said(value);
  if (hasHalfPair(value)) return wider(HALF_PAIR);
  return looksLikeAddress(value) ? wider(ADDRESS, value) : said(value);
}

function lowerAffix({ kind, text, ignoreCase }: Affix): Lowered {
  if (text === '') return said({ prefix: '' });
  if (!isPlainEdge(text)) return wider(QUOTES);
  if (!ignoreCase) return said({ [kind]: text });
  return foldsAlike(text) ? said({ [kind]: { 'equals-ignore-case': text } }) : wider(BEYOND);
}

function lowerWildcard(text: string): Lowered {
  if (hasHalfPair(text)) return wider(HALF_PAIR);
  const { head, tail, stars, isSimple } = wildcardEnds(text);
  if (stars === 0) return lowerValue(head);
  if (isSimple && isPlainEdge(head + tail)) return said(tail === '' ? { prefix: head } : { suffix: tail });
  if (stars <= STARS) return said({ wildcard: text });
  const why = `of a wildcard with more than ${STARS} stars only an end is asked`;
  if (head !== '' && isPlainEdge(head)) return wider(why, { prefix: head });
  return tail !== '' && isPlainEdge(tail) ? wider(why, { suffix: tail }) : wider(why, { prefix: '' });
}
