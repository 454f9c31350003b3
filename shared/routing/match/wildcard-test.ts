import { parseWildcard, STAR } from './wildcard.ts';

/**
 * A test of one wildcard that was parsed before. Each piece between two stars is taken where it occurs first, which never has to be taken
 * back: what a later place leaves, an earlier one leaves too. So the value is read once, by the engine's own search.
 */
export function wildcardTest(text: string): (value: string) => boolean {
  const [first = '', ...rest] = toPieces(text);
  const last = rest.pop();
  if (last === undefined) return (value) => value === first;
  return (value) => {
    if (value.length < first.length + last.length || !value.startsWith(first) || !value.endsWith(last)) return false;
    const end = value.length - last.length;
    let at = first.length;
    for (const piece of rest) {
      const found = value.indexOf(piece, at);
      if (found === -1 || found + piece.length > end) return false;
      at = found + piece.length;
    }
    return true;
  };
}

/** The texts between the stars: one more than there are stars, the outer ones empty where a star begins or ends the wildcard. */
export function toPieces(text: string): readonly string[] {
  const parsed = parseWildcard(text, '');
  const pieces: string[] = [''];
  for (const part of parsed.ok ? parsed.value : []) {
    if (part === STAR) pieces.push('');
    else pieces.push(pieces.pop() + part);
  }
  return pieces;
}
