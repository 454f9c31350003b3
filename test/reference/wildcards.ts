/** Whether each backslash escapes a star or a backslash, and no star follows a star. */
export function isWildcard(text: string): boolean {
  return /^(?:\*(?!\*)|\\[*\\]|[^*\\])*$/su.test(text);
}

/** Whether `leaf` is what the wildcard says: `*` is any text, `\*` a star, `\\` a backslash. */
export function fitsWildcard(leaf: string, wildcard: string): boolean {
  const pieces = wildcard.match(/\\.|./gsu) ?? [];
  const source = pieces.map((piece) => (piece === '*' ? '.*' : literal(piece.replace(/^\\(?=.)/s, '')))).join('');
  return new RegExp(`^${source}$`, 's').test(leaf);
}

/** Unit by unit, so that half of a surrogate pair is a character too. */
function literal(piece: string): string {
  return piece
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}
