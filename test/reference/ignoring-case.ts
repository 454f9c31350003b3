/** Whether `leaf` is `text` with each of its characters in lower or in upper case, which may be two characters: ß is SS. */
export function equals(leaf: string, text: string): boolean {
  return endsOf(leaf, text, 0).has(leaf.length);
}

export function startsWith(leaf: string, text: string): boolean {
  return endsOf(leaf, text, 0).size > 0;
}

export function endsWith(leaf: string, text: string): boolean {
  return [...Array(leaf.length + 1).keys()].some((start) => endsOf(leaf, text, start).has(leaf.length));
}

/** Where `text` can end in `leaf` when it begins at `start`. */
function endsOf(leaf: string, text: string, start: number): ReadonlySet<number> {
  let ends = new Set([start]);
  for (const character of text) {
    const spellings = [character.toLowerCase(), character.toUpperCase()];
    ends = new Set(
      [...ends].flatMap((end) =>
        spellings.filter((spelling) => leaf.startsWith(spelling, end)).map((spelling) => end + spelling.length),
      ),
    );
  }
  return ends;
}
