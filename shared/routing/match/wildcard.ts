import { fail, ok, type Result, show } from '../../schemas/result.ts';

/** A wildcard's characters in order; a star is any run of them. */
export type Wildcard = readonly (string | typeof STAR)[];
export const STAR = Symbol('*');

/** Longer wildcards are refused: no name or path that a person matches comes near. */
export const MAX_WILDCARD = 4_096;

/** Reads `*`, `\*` and `\\`. Refused, as EventBridge does: two stars in a row, and a backslash before anything else. */
export function parseWildcard(text: string, at: string): Result<Wildcard> {
  if (text.length > MAX_WILDCARD) {
    const got = `${text.length} characters`;
    return fail({
      code: 'too-large',
      message: 'The wildcard is too long',
      at,
      expected: `at most ${MAX_WILDCARD}`,
      got,
    });
  }
  const parts: (string | typeof STAR)[] = [];
  for (let index = 0; index < text.length; index++) {
    const character = text.charAt(index);
    if (character === '*' && text[index + 1] === '*') return refuse(text, at, ONE_STAR);
    if (character === '\\' && !/^[*\\]$/.test(text.charAt(index + 1))) return refuse(text, at, ESCAPES);
    if (character === '\\') index++;
    parts.push(character === '*' ? STAR : text.charAt(index));
  }
  return ok(parts);
}

const ONE_STAR = {
  expected: 'one * for any run of characters',
  fix: 'Write * instead of **, or \\* for the character itself',
};
const ESCAPES = { expected: '\\* or \\\\ as the only escapes', fix: 'Write \\\\ for a backslash' };

function refuse(text: string, at: string, why: { readonly expected: string; readonly fix: string }) {
  return fail({ code: 'bad-operand', message: 'Not a wildcard', at, ...why, got: show(text) });
}
