import { listed, showValue } from '../explain/shorten.ts';
import type { Domain, Span } from './domain.ts';

/** What there may be, for a person: `text`, `"a", "b" or nothing`, `an integer ≥ 0`. */
export function domainInWords({ texts, numbers, others, absent }: Domain): string {
  const words = [
    ...(texts === undefined ? ['text'] : texts.map(showValue)),
    ...numbers.map(spanInWords),
    ...(others.includes(true) && others.includes(false)
      ? ['true or false']
      : others.filter((one) => one !== null).map(showValue)),
    ...(others.includes(null) ? ['null'] : []),
    ...(absent ? ['nothing'] : []),
  ];
  return words.length === 0 ? 'never there' : listed([...new Set(words)], 'or');
}

function spanInWords({ low, lowOpen, high, highOpen, integer }: Span): string {
  if (low === high) return String(low);
  const from = low <= Number.MIN_SAFE_INTEGER ? [] : [`${lowOpen ? '>' : '≥'} ${low}`];
  const to = high >= Number.MAX_SAFE_INTEGER ? [] : [`${highOpen ? '<' : '≤'} ${high}`];
  return [integer ? 'an integer' : 'a number', [...from, ...to].join(' and ')].filter((part) => part !== '').join(' ');
}
