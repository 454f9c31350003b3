import type { Condition, Range } from '../match/condition.ts';
import { leafTest } from '../match/test-leaf.ts';

/**
 * Which leaves there may be at a path of an event, and never fewer: whether none at all, which texts (undefined: any), which numbers,
 * and which of true, false and null.
 */
export type Domain = {
  readonly absent: boolean;
  readonly texts: readonly string[] | undefined;
  readonly numbers: readonly Span[];
  readonly others: readonly (boolean | null)[];
  /** Of any text, the ones that there may be. */
  readonly accepts?: (text: string) => boolean;
};

/** Numbers, or integers alone. */
export type Span = Omit<Range, 'kind'> & { readonly integer: boolean };

const HIGHEST = Number.MAX_VALUE;
export const ALL_NUMBERS: Span = { low: -HIGHEST, lowOpen: false, high: HIGHEST, highOpen: false, integer: false };

/** No value, and not nothing either: no event is like that. */
export const NEVER: Domain = { absent: false, texts: [], numbers: [], others: [] };
export const ABSENT: Domain = { ...NEVER, absent: true };
export const ANY_LEAF: Domain = {
  absent: false,
  texts: undefined,
  numbers: [ALL_NUMBERS],
  others: [true, false, null],
};
export const ANYTHING: Domain = { ...ANY_LEAF, absent: true };
export const ANY_TEXT: Domain = { ...NEVER, texts: undefined };

/** False only where no event can fulfil the condition. */
export function mayHold(condition: Condition, domain: Domain): boolean {
  if (condition.kind === 'exists' && !condition.exists) return domain.absent;
  const test = leafTest(condition);
  return (
    (domain.texts === undefined ? mayHoldText(condition, domain) : domain.texts.some(test)) ||
    domain.numbers.some((span) => mayHoldNumber(condition, span)) ||
    domain.others.some(test)
  );
}

function mayHoldText(condition: Condition, { accepts }: Domain): boolean {
  switch (condition.kind) {
    case 'equals':
      return typeof condition.value === 'string' && (accepts?.(condition.value) ?? true);
    case 'numeric':
      return false;
    case 'anything-but':
      return !condition.but.some(takesEveryText);
    default:
      return true;
  }
}

function takesEveryText(condition: Condition): boolean {
  return condition.kind === 'wildcard' && condition.text === '*';
}

function mayHoldNumber(condition: Condition, span: Span): boolean {
  if (condition.kind === 'numeric') return meet({ ...condition, integer: span.integer }, span) !== undefined;
  if (condition.kind === 'equals' && typeof condition.value === 'number')
    return meet(only(condition.value), span) !== undefined;
  if (span.low === span.high) return leafTest(condition)(span.low);
  return condition.kind === 'anything-but' || condition.kind === 'exists';
}

/** One number. */
export function only(value: number): Span {
  return { low: value, lowOpen: false, high: value, highOpen: false, integer: Number.isInteger(value) };
}

/** What two spans share, or undefined when they share nothing. */
export function meet(a: Span, b: Span): Span | undefined {
  const integer = a.integer || b.integer;
  const [low, lowOpen] =
    a.low === b.low ? [a.low, a.lowOpen || b.lowOpen] : a.low > b.low ? [a.low, a.lowOpen] : [b.low, b.lowOpen];
  const [high, highOpen] =
    a.high === b.high
      ? [a.high, a.highOpen || b.highOpen]
      : a.high < b.high
        ? [a.high, a.highOpen]
        : [b.high, b.highOpen];
  const span = { low, lowOpen, high, highOpen, integer };
  return isEmpty(span) ? undefined : span;
}

function isEmpty({ low, lowOpen, high, highOpen, integer }: Span): boolean {
  if (low > high || (low === high && (lowOpen || highOpen))) return true;
  if (!integer) return false;
  const first = lowOpen && Number.isInteger(low) ? low + 1 : Math.ceil(low);
  const last = highOpen && Number.isInteger(high) ? high - 1 : Math.floor(high);
  return first > last;
}

/** What is in one of them. */
export function union(domains: readonly Domain[]): Domain {
  return {
    absent: domains.some(({ absent }) => absent),
    texts: domains.some(({ texts }) => texts === undefined)
      ? undefined
      : [...new Set(domains.flatMap(({ texts = [] }) => texts))],
    numbers: join(domains.flatMap(({ numbers }) => numbers)),
    others: [...new Set(domains.flatMap(({ others }) => others))],
  };
}

/** Each span once; every number stands for all of them. */
function join(spans: readonly Span[]): readonly Span[] {
  if (spans.includes(ALL_NUMBERS)) return [ALL_NUMBERS];
  return [...new Map(spans.map((span) => [JSON.stringify(span), span])).values()];
}

/** What is in both, as far as that can be told. */
export function intersect(a: Domain, b: Domain): Domain {
  return {
    absent: a.absent && b.absent,
    texts: a.texts === undefined ? b.texts : a.texts.filter((text) => b.texts?.includes(text) ?? true),
    numbers: meetAll(a.numbers, b.numbers),
    others: a.others.filter((one) => b.others.includes(one)),
  };
}

/** Beyond this many pairs the shorter side is kept whole: that is wider, and never wrong. */
const MOST_PAIRS = 10_000;

function meetAll(a: readonly Span[], b: readonly Span[]): readonly Span[] {
  if (a.length * b.length > MOST_PAIRS) return a.length < b.length ? a : b;
  if (a.includes(ALL_NUMBERS)) return b;
  return b.includes(ALL_NUMBERS) ? a : a.flatMap((one) => b.flatMap((other) => meet(one, other) ?? []));
}
