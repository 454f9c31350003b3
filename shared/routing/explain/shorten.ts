/** Longer values are cut: an explanation is to be read at a glance. */
const LONGEST = 60;

/** A text of at most 60 characters, the last of them `…` where something is missing. */
export function shorten(text: string, longest = LONGEST): string {
  const characters = Array.from(text);
  return characters.length <= longest ? text : `${characters.slice(0, longest - 1).join('')}…`;
}

/** A value as JSON on one line, cut; objects and arrays by their kind alone. */
export function showValue(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty array' : `an array of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  if (typeof value === 'string') return JSON.stringify(shorten(value));
  return String(value);
}

/** `a`, `a or b`, `a, b or c`; of many the first ones and how many more. */
export function listed(words: readonly string[], last: 'and' | 'or', most = 5): string {
  const shown = words.length > most ? [...words.slice(0, most - 1), `${words.length - most + 1} more`] : words;
  return shown.length < 2 ? shown.join() : `${shown.slice(0, -1).join(', ')} ${last} ${shown.at(-1)}`;
}
