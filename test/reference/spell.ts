import type { Json } from './json.ts';

/** How to write JSON: the same seed, the same text. Zero is the shortest way. */
export type Spelling = { readonly seed: number; readonly shuffle?: boolean };

/** JSON text that JSON.parse reads as this value: with odd spaces, escapes and numbers, and members in another order if `shuffle`. */
export function spell(value: Json, { seed, shuffle = false }: Spelling): string {
  const random = seed === 0 ? () => 0.999 : randomFrom(seed);
  const space = () => (random() < 0.1 ? pick([' ', '\n', '\t', '\r\n  '], random) : '');
  const write = (json: Json): string => {
    if (typeof json === 'string') return spellText(json, random);
    if (typeof json === 'number') return spellNumber(json, random);
    if (json === null || typeof json === 'boolean') return String(json);
    if (Array.isArray(json)) return `[${json.map((item: Json) => space() + write(item) + space()).join(',')}]`;
    const members = Object.entries(json).map(([key, inner]) => [
      space() + spellText(key, random) + space(),
      write(inner),
    ]);
    if (shuffle) members.sort(() => random() - 0.5);
    return `{${members.map(([key, inner]) => `${key}:${space()}${inner}${space()}`).join(',')}}`;
  };
  return space() + write(value) + space();
}

const SHORT = new Map([...'"\\/\b\f\n\r\t'].map((unit, index) => [unit, `\\${'"\\/bfnrt'[index]}`]));

function spellText(text: string, random: () => number): string {
  if (random() < 0.6 || text === '') return JSON.stringify(text);
  const units = text.split('').map((unit) => {
    const code = unit.charCodeAt(0);
    const hex = code.toString(16).padStart(4, '0');
    const short = SHORT.get(unit);
    if (short !== undefined && random() < 0.5) return short;
    // Half a pair can only be written as an escape, and so both halves are, or neither.
    const must = code < 0x20 || unit === '"' || unit === '\\' || (code >= 0xd800 && code < 0xe000);
    return must || random() < 0.4 ? `\\u${random() < 0.5 ? hex : hex.toUpperCase()}` : unit;
  });
  return `"${units.join('')}"`;
}

function spellNumber(number: number, random: () => number): string {
  if (!Number.isFinite(number))
    return number < 0 ? '-1e400' : pick(['1e400', '2E+999', '179769313486231590000e300'], random);
  if (Object.is(number, -0)) return pick(['-0', '-0.0', '-0e5'], random);
  const plain = JSON.stringify(number);
  if (random() < 0.6) return plain;
  const candidates = [
    number.toExponential(),
    number.toExponential().replace('e', 'E'),
    number.toPrecision(17),
    exact(plain),
  ];
  const spelling = pick(candidates, random);
  return Number(spelling) === number && /^-?(0|[1-9])/.test(spelling) ? spelling : plain;
}

/** More digits that say the same. */
function exact(plain: string): string {
  if (plain.includes('e')) return plain.replace('e', plain.includes('.') ? '00e' : '.0e');
  return plain.includes('.') ? `${plain}00` : `${plain}.0`;
}

function pick<T extends string>(choices: readonly T[], random: () => number): string {
  return choices[Math.floor(random() * choices.length)] ?? '';
}

/** A small generator of numbers in [0, 1) (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
