import { addressOf } from '../../reference/addresses.ts';
import type { Written } from '../../reference/batches.ts';
import { hasInexactNumber, numbersIn } from './exact-numbers.ts';

/** A pattern and an event with two answers; `undefined` is a refusal of the pattern. */
export type Disagreement = {
  readonly pattern: Written;
  readonly event: Written;
  readonly ours: boolean | undefined;
  readonly theirs: boolean | undefined;
};

/** What explains a disagreement, and why we stay with ours. */
export type Difference = {
  readonly name: string;
  readonly reason: string;
  readonly explains: (disagreement: Disagreement) => boolean;
};

/** Where event-ruler is known to answer otherwise. Whatever none of these explains is a failure. */
export const DIFFERENCES: readonly Difference[] = [
  {
    name: 'a number that no double holds as it is written',
    reason:
      'numbers are doubles here, as in every JSON.parse; event-ruler compares the text of such a number, or refuses it in a pattern',
    explains: ({ pattern, event }) => hasInexactNumber(pattern.text) || hasInexactNumber(event.text),
  },
  {
    name: 'nothing above the largest double',
    reason: 'event-ruler refuses a range that begins above the largest double, by an index that is out of bounds',
    explains: ({ pattern, ours, theirs }) =>
      theirs === undefined &&
      ours !== undefined &&
      numbersIn(pattern.text).some((token) => Math.abs(Number(token)) === Number.MAX_VALUE),
  },
  {
    name: 'half of a surrogate pair',
    reason: 'strings are compared as they are; event-ruler turns such a half into a question mark',
    explains: ({ pattern, event }) => !isWellFormed(pattern) || !isWellFormed(event),
  },
  {
    name: 'letters beyond the basic plane that ignore case',
    reason:
      'case is folded by characters; event-ruler folds the halves of a surrogate pair, which become question marks',
    explains: ({ pattern }) => usesIgnoreCase(pattern) && /[\u{10000}-\u{10ffff}]/u.test(JSON.stringify(pattern.value)),
  },
  {
    name: 'addresses of the other version, or numbers, in a block',
    reason: 'a block holds addresses of its version; event-ruler compares hex digits with whatever has some',
    explains: ({ pattern, event, ours, theirs }) =>
      ours === false &&
      theirs === true &&
      namesAddress(pattern) &&
      (namesAddress(event) || numbersIn(event.text).length > 0),
  },
  {
    name: 'an IPv6 address with a group of more than four digits',
    reason: 'RFC 4291 has at most four; event-ruler takes what Java takes',
    explains: ({ pattern, event }) => hasLongGroup(pattern) || hasLongGroup(event),
  },
  {
    name: 'a quote at the edge of a prefix or suffix',
    reason: 'event-ruler compares the quotes around a string as if they were in it',
    explains: ({ pattern }) =>
      /"(?:prefix|suffix)"/.test(JSON.stringify(pattern.value)) && JSON.stringify(pattern.value).includes('\\"'),
  },
  {
    name: 'an empty list of what is excluded',
    reason:
      'it is refused here; event-ruler takes it by accident when it is not its field’s first condition, and refuses it otherwise',
    explains: ({ pattern, ours }) =>
      ours === undefined && /"(?:prefix|suffix|wildcard|equals-ignore-case)":\[\]/.test(JSON.stringify(pattern.value)),
  },
  {
    name: 'exclusions beside a $or that is none',
    reason:
      'event-ruler then compiles the pattern as before it had $or, lists of excluded prefixes or suffixes and wildcards; here these stay',
    explains: ({ pattern, ours, theirs }) =>
      ours !== undefined && theirs === undefined && usesNewExclusion(pattern) && usesOr(pattern),
  },
  {
    name: 'a path that an event spells nested and dotted, through arrays',
    reason:
      'event-ruler looks for the second field only in the array that the first was taken from, whatever else leads to its path',
    explains: ({ event, ours, theirs }) =>
      ours === true && theirs === false && /"[^"]*\.[^"]*":/.test(JSON.stringify(event.value)),
  },
];

function usesIgnoreCase({ value }: Written): boolean {
  return JSON.stringify(value).includes('"equals-ignore-case"');
}

function usesOr({ value }: Written): boolean {
  return JSON.stringify(value).includes('"$or"');
}

function usesNewExclusion({ value }: Written): boolean {
  return /"anything-but":\{"(?:wildcard"|(?:prefix|suffix)":\[)/.test(JSON.stringify(value));
}

function isWellFormed({ value }: Written): boolean {
  // JSON.stringify writes halves as escapes, and only these.
  return !/\\ud[89a-f]/.test(JSON.stringify(value));
}

function namesAddress({ value }: Written): boolean {
  return textsIn(value).some((text) => addressOf(text.replace(/\/\d+$/, '')) !== undefined);
}

function hasLongGroup({ value }: Written): boolean {
  return textsIn(value).some((text) => /:[0-9a-f]{5,}|[0-9a-f]{5,}:/i.test(text));
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
