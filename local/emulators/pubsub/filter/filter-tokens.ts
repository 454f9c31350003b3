import { Refusal } from '../refusal.ts';

/** `at` is the token's 0-based place in the filter; a string's `text` has its escapes resolved. */
export type Token = { readonly kind: 'word' | 'string' | 'sign' | 'end'; readonly text: string; readonly at: number };

// A hyphen belongs to a key but may also stand for NOT, so a word does not begin with one.
const piece = /\s+|(?<word>\w[\w-]*)|"(?<string>(?:[^"\\]|\\.)*)"|(?<sign>!=|[:=.,()-])/suy;

/** Splits a filter into tokens, the last of which is `end`. Throws INVALID_ARGUMENT where no token begins. */
export function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < text.length; at = piece.lastIndex) {
    piece.lastIndex = at;
    const groups = piece.exec(text)?.groups;
    if (!groups) throw new Refusal('INVALID_ARGUMENT', `Invalid filter: unexpected "${text[at]}" at ${at}`);
    const { word, string, sign } = groups;
    if (word !== undefined) tokens.push({ kind: 'word', text: word, at });
    if (string !== undefined) tokens.push({ kind: 'string', text: resolveEscapes(string, at), at });
    if (sign !== undefined) tokens.push({ kind: 'sign', text: sign, at });
  }
  return [...tokens, { kind: 'end', text: 'end', at: text.length }];
}

const simple: Readonly<Record<string, string>> = {
  a: '\u0007',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '"': '"',
  "'": "'",
  '\\': '\\',
};

const escapeSequence = /\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|x([0-9a-fA-F]{2})|([0-3][0-7]{2})|(.))/gsu;

function resolveEscapes(text: string, at: number): string {
  return text.replace(escapeSequence, (whole, short, long, hex, octal, other) => {
    const digits: string | undefined = short ?? long ?? hex;
    const point = digits === undefined ? Number.parseInt(octal ?? '', 8) : Number.parseInt(digits, 16);
    if (point <= 0x10ffff) return String.fromCodePoint(point);
    const character = simple[other];
    if (character === undefined) throw new Refusal('INVALID_ARGUMENT', `Invalid filter: bad escape ${whole} at ${at}`);
    return character;
  });
}
