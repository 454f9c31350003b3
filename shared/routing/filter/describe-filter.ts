import type { Filter } from '../filter.ts';

/** A longer description is cut. */
const LONGEST = 300;

/** The filter in words, for a person: `type is "a" and subject begins with "b"`. */
export function describeFilter(filter: Filter): string {
  const text = toWords(filter);
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}…`;
}

const VERBS = { exact: 'is', prefix: 'begins with', suffix: 'ends with' };

function toWords(filter: Filter): string {
  switch (filter.kind) {
    case 'all':
      return join(filter.filters, ' and ', 'anything');
    case 'any':
      return join(filter.filters, ' or ', 'nothing');
    case 'not':
      return `not (${toWords(filter.filter)})`;
    case 'sql':
      return filter.text;
    default:
      return filter.attributes.map(([name, text]) => `${name} ${toWord(filter.kind, text)}`).join(' and ');
  }
}

/** One attribute's condition: `begins with "a"`. */
export function toWord(kind: keyof typeof VERBS, text: string): string {
  return `${VERBS[kind]} ${JSON.stringify(text)}`;
}

function join(filters: readonly Filter[], word: string, none: string): string {
  const [first, ...rest] = filters;
  if (first === undefined) return none;
  return rest.length === 0 ? toWords(first) : filters.map((filter) => `(${toWords(filter)})`).join(word);
}
