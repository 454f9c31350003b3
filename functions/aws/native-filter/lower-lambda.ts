import type { Condition } from '../../../shared/routing/match/condition.ts';
import type { Leaf } from '../../../shared/routing/match/leaf.ts';
import { HALF_PAIR } from './lower-event-bridge.ts';
import { lowerExclusion } from './lower-exclusion.ts';
import { lowerNumber, lowerRange } from './lower-number.ts';
import { ABSENT, EXISTS, type Lowered, said, wider } from './lowered.ts';
import { hasHalfPair, isPlainEdge, looksLikeAddress } from './text-traps.ts';
import { wildcardEnds } from './wildcard-ends.ts';

/**
 * A condition in the words of Lambda's filter criteria (Lambda documentation, "Filter rule syntax"): no more than the operators of its
 * table, which are fewer than EventBridge's. What it has none for comes out wider.
 */
export function lowerForLambda(condition: Condition): Lowered {
  switch (condition.kind) {
    case 'equals':
      return lowerValue(condition.value);
    case 'equals-ignore-case':
      return isAscii(condition.text) ? said({ [condition.kind]: condition.text }) : none('case beyond ASCII');
    case 'prefix':
    case 'suffix':
      return condition.ignoreCase
        ? none(`${condition.kind} that ignores case`)
        : lowerEdge(condition.kind, condition.text);
    case 'wildcard':
      return lowerWildcard(condition.text);
    case 'numeric':
      return lowerRange(condition);
    case 'cidr':
      return none('addresses');
    case 'exists':
      return said(condition.exists ? EXISTS : ABSENT);
    case 'anything-but':
      return condition.but.every(({ kind }) => kind === 'equals')
        ? lowerExclusion(condition.but, 0)
        : none(`anything-but over ${condition.but[0]?.kind}`);
  }
}

function none(what: string): Lowered {
  return wider(`Lambda has no ${what}`);
}

function lowerValue(value: Leaf): Lowered {
  if (typeof value === 'number') return lowerNumber(value);
  if (typeof value !== 'string') return said(value);
  if (hasHalfPair(value)) return wider(HALF_PAIR);
  return looksLikeAddress(value) ? wider('an address may be taken in every spelling', value) : said(value);
}

function lowerEdge(kind: 'prefix' | 'suffix', text: string): Lowered {
  if (text === '') return wider('a leaf that is no text passes too');
  return isPlainEdge(text) ? said({ [kind]: text }) : wider('quotes at an edge are not compared');
}

function lowerWildcard(text: string): Lowered {
  if (hasHalfPair(text)) return wider(HALF_PAIR);
  const { head, tail, stars, isSimple } = wildcardEnds(text);
  if (stars === 0) return lowerValue(head);
  const edge = head === '' ? lowerEdge('suffix', tail) : lowerEdge('prefix', head);
  return isSimple ? edge : { ...edge, why: 'Lambda has no wildcard' };
}

function isAscii(text: string): boolean {
  return /^[ -~]*$/.test(text);
}
