/**
 * A piece of an expression's text. `text` is what stands there (a word in upper case, a string without its quotes and escapes), `at` its
 * 0-based UTF-16 offset.
 */
export type Token = {
  readonly kind: 'word' | 'integer' | 'string' | 'symbol' | 'end';
  readonly text: string;
  readonly at: number;
};

/** What an error says was found there. */
export function showToken({ kind, text }: Token): string {
  if (kind === 'end') return 'the end';
  const short = text.length > 40 ? `${text.slice(0, 40)}…` : text;
  return kind === 'string' ? `the text ${JSON.stringify(short)}` : short;
}
