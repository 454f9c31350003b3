import type { Affix, Condition } from '../../../shared/routing/match/condition.ts';
import { isCompared } from './lower-number.ts';
import { type Lowered, wider } from './lowered.ts';
import { foldsAlike, hasHalfPair, isPlainEdge } from './text-traps.ts';
import { wildcardEnds } from './wildcard-ends.ts';

/** What is excluded, all of one kind; what EventBridge would not exclude as the router does, it is not asked to. */
export function lowerExclusion(but: readonly Condition[], mostStars: number): Lowered {
  const kept = but.filter((one) => isKept(one, mostStars));
  const why = 'some of what is excluded is not compared as it is written';
  const [first, ...rest] = kept.map(operandOf);
  if (first === undefined) return wider(why);
  const operands = rest.length === 0 ? first : [first, ...rest];
  const operator = operatorOf(kept[0]);
  const any = { 'anything-but': operator === undefined ? [operands].flat() : { [operator]: operands } };
  return kept.length === but.length ? { any: [any] } : wider(why, any);
}

function isKept(one: Condition, mostStars: number): boolean {
  switch (one.kind) {
    case 'equals':
      return typeof one.value === 'number' ? isCompared(one.value) : !hasHalfPair(String(one.value));
    case 'prefix':
    case 'suffix':
      return isPlainEdge(one.text);
    case 'equals-ignore-case':
      return foldsAlike(one.text);
    case 'wildcard':
      return !hasHalfPair(one.text) && wildcardEnds(one.text).stars <= mostStars;
    default:
      return false;
  }
}

function operandOf(one: Condition): unknown {
  if (one.kind === 'equals') return one.value;
  return 'text' in one ? one.text : undefined;
}

function operatorOf(one: Condition | undefined): Affix['kind'] | 'equals-ignore-case' | 'wildcard' | undefined {
  switch (one?.kind) {
    case 'prefix':
    case 'suffix':
    case 'equals-ignore-case':
    case 'wildcard':
      return one.kind;
    default:
      return undefined;
  }
}
