import type { Condition } from '../match/condition.ts';
import { leafTest } from '../match/test-leaf.ts';
import { type Domain, mayHold } from './domain.ts';

/** So many pairs are looked at; whoever has more conditions on one attribute is believed. */
const MOST_PAIRS = 10_000;

/**
 * Whether one value may fulfil all of these: of each list some condition. False only where none can. An attribute has one value, so that
 * what a pattern and a filter want of it must go together.
 */
export function mayHoldAll(lists: readonly (readonly Condition[])[], domain: Domain): boolean {
  const possible = lists.map((any) => any.filter((condition) => mayHold(condition, domain)));
  if (possible.some((any) => any.length === 0)) return false;
  const exact = possible.find((any) => any.every(({ kind }) => kind === 'equals'));
  if (exact !== undefined)
    return exact.some((one) => one.kind === 'equals' && possible.every((any) => takes(any, one.value)));
  return possible.every((any, index) => possible.slice(index + 1).every((other) => mayMeet(any, other)));
}

function takes(any: readonly Condition[], value: Parameters<ReturnType<typeof leafTest>>[0]): boolean {
  return any.some((condition) => leafTest(condition)(value));
}

function mayMeet(any: readonly Condition[], other: readonly Condition[]): boolean {
  if (any.length * other.length > MOST_PAIRS) return true;
  return any.some((one) => other.some((two) => areCompatible(one, two)));
}

function areCompatible(one: Condition, two: Condition): boolean {
  if (isAbsence(one) || isAbsence(two)) return isAbsence(one) && isAbsence(two);
  if (one.kind === 'equals') return leafTest(two)(one.value);
  if (two.kind === 'equals') return leafTest(one)(two.value);
  if (one.kind === 'prefix' && two.kind === 'prefix') return share(one, two, (long, short) => long.startsWith(short));
  if (one.kind === 'suffix' && two.kind === 'suffix') return share(one, two, (long, short) => long.endsWith(short));
  return one.kind === 'numeric' ? !isOnText(two) : two.kind !== 'numeric' || !isOnText(one);
}

type Affix = { readonly text: string; readonly ignoreCase: boolean };

/** Of two beginnings of one text, the longer begins with the shorter. */
function share(one: Affix, two: Affix, holds: (long: string, short: string) => boolean): boolean {
  if (one.ignoreCase || two.ignoreCase) return true;
  return one.text.length < two.text.length ? holds(two.text, one.text) : holds(one.text, two.text);
}

function isAbsence(condition: Condition): boolean {
  return condition.kind === 'exists' && !condition.exists;
}

function isOnText({ kind }: Condition): boolean {
  return ['prefix', 'suffix', 'wildcard', 'cidr', 'equals-ignore-case'].includes(kind);
}
