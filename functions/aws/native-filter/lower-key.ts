import type { Condition } from '../../../shared/routing/match/condition.ts';
import type { Leaf } from '../../../shared/routing/match/leaf.ts';
import { certainHead, certainTail, encodings, mayEndCode } from './encoded-key.ts';
import { EXISTS, type Lowered, said, wider } from './lowered.ts';
import { looksLikeAddress } from './text-traps.ts';
import { wildcardEnds } from './wildcard-ends.ts';

const UNCERTAIN = 'S3’s encoding of the key is not certain';
const MISSING = 'Lambda has no such operator';

/** What a condition on an object’s name, a text that is always there, asks of its encoded key. */
export function lowerKey(condition: Condition): Lowered {
  switch (condition.kind) {
    case 'equals':
      return lowerValue(condition.value);
    case 'prefix':
      return condition.ignoreCase ? wider(MISSING) : lowerPrefix(condition.text);
    case 'suffix':
      return condition.ignoreCase ? wider(MISSING) : lowerSuffix(condition.text);
    case 'equals-ignore-case':
      return inEachForm(condition.text, (form) => ({ [condition.kind]: form })) ?? wider(UNCERTAIN);
    case 'wildcard':
      return lowerWildcard(condition.text);
    case 'numeric':
      return said();
    case 'cidr':
      return wider('Lambda has no addresses');
    case 'exists':
      return condition.exists ? said(EXISTS) : said();
    case 'anything-but':
      return lowerExclusion(condition.but);
  }
}

function inEachForm(text: string, toCondition: (form: string) => unknown): Lowered | undefined {
  const forms = encodings(text);
  return forms && said(...forms.map(toCondition));
}

function lowerValue(value: Leaf): Lowered {
  if (typeof value !== 'string') return said();
  const lowered = inEachForm(value, (form) => form);
  if (lowered !== undefined)
    return looksLikeAddress(value) ? { ...lowered, why: 'an address is taken in every spelling' } : lowered;
  return { ...lowerPrefix(value), why: UNCERTAIN };
}

function lowerPrefix(text: string): Lowered {
  const head = certainHead(text);
  if (head === '') return text === '' ? said(EXISTS) : wider(UNCERTAIN);
  const lowered = inEachForm(head, (prefix) => ({ prefix })) ?? wider(UNCERTAIN);
  return head === text ? lowered : { ...lowered, why: UNCERTAIN };
}

function lowerSuffix(text: string): Lowered {
  const tail = certainTail(text);
  if (tail === '') return text === '' ? said(EXISTS) : wider(UNCERTAIN);
  const lowered = inEachForm(tail, (suffix) => ({ suffix })) ?? wider(UNCERTAIN);
  return tail === text && !mayEndCode(tail) ? lowered : { ...lowered, why: UNCERTAIN };
}

function lowerWildcard(text: string): Lowered {
  const { head, tail, stars, isSimple } = wildcardEnds(text);
  if (stars === 0) return lowerValue(head);
  const edge = head === '' ? lowerSuffix(tail) : lowerPrefix(head);
  return isSimple ? edge : { ...edge, why: 'Lambda has no wildcard' };
}

/** Names are texts: none of them is a number. */
function lowerExclusion(but: readonly Condition[]): Lowered {
  const texts = but.flatMap((one) => (one.kind === 'equals' && typeof one.value === 'string' ? [one.value] : []));
  const numbers = but.filter((one) => one.kind === 'equals' && typeof one.value === 'number');
  const excluded = texts.flatMap((text) => encodings(text) ?? []);
  const lowered = excluded.length === 0 ? said(EXISTS) : said({ 'anything-but': excluded });
  if (texts.length + numbers.length < but.length) return wider(`Lambda has no anything-but over ${but[0]?.kind}`);
  return texts.every((text) => encodings(text) !== undefined) ? lowered : { ...lowered, why: UNCERTAIN };
}
