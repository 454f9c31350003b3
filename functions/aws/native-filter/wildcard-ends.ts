/** What a wildcard begins with up to its first star, and ends with behind its last. */
export type WildcardEnds = {
  readonly head: string;
  readonly tail: string;
  readonly stars: number;
  /** `abc*`, `*abc`, `*`, or without any star, when the head is all of it. */
  readonly isSimple: boolean;
};

/** Of a wildcard that has been parsed: `*` is any run of characters, `\*` and `\\` are themselves. */
export function wildcardEnds(wildcard: string): WildcardEnds {
  const pieces = wildcard.match(/\*|(?:\\.|[^*\\])+/gsu) ?? [];
  const stars = pieces.filter((piece) => piece === '*').length;
  const head = literal(pieces[0]);
  const tail = stars === 0 ? '' : literal(pieces.at(-1));
  return { head, tail, stars, isSimple: stars === 0 || (stars === 1 && (head === '' || tail === '')) };
}

function literal(piece = '*'): string {
  return piece === '*' ? '' : piece.replace(/\\(.)/gsu, '$1');
}
