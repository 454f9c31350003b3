/**
 * Text that is compared without regard to case, as event-ruler does it: character by character, each in the lower or the upper case of the
 * pattern's. So "straße" is also "STRASSE" but not "strasse", and the Kelvin sign's lower case is a k.
 */
export type Cases = readonly (readonly [lower: string, upper: string])[];

export function toCases(text: string): Cases {
  return Array.from(text, (character) => [character.toLowerCase(), character.toUpperCase()] as const);
}

export function startsWithCases(value: string, cases: Cases): boolean {
  return endOfCases(value, cases) !== -1;
}

export function equalsCases(value: string, cases: Cases): boolean {
  return endOfCases(value, cases) === value.length;
}

export function endsWithCases(value: string, cases: Cases): boolean {
  let end = value.length;
  for (let index = cases.length - 1; index >= 0; index--) {
    const [lower, upper] = cases[index] ?? NOTHING;
    if (value.endsWith(lower, end)) end -= lower.length;
    else if (value.endsWith(upper, end)) end -= upper.length;
    else return false;
  }
  return true;
}

/** Where the cases end in the value, or -1. No character's lower case begins its upper case or the other way round, so the first fit is the only one. */
function endOfCases(value: string, cases: Cases): number {
  let end = 0;
  for (const [lower, upper] of cases) {
    if (value.startsWith(lower, end)) end += lower.length;
    else if (value.startsWith(upper, end)) end += upper.length;
    else return -1;
  }
  return end;
}

const NOTHING = ['', ''] as const;

/**
 * A text that all texts share which are equal but for case: what they can be looked up by. It is made character by character, so that what
 * begins or ends a value begins or ends its key too. Texts that share a key need not be equal but for case.
 */
export function caseKey(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the range is all of ASCII, whose letters need no more than this
  if (/^[\x00-\x7f]*$/.test(text)) return text.toLowerCase();
  return Array.from(text, (character) => fold(character)).join('');
}

/** Down, up and down again: only then have ẞ, ß and SS the same key. */
function fold(character: string): string {
  return character.toLowerCase().toUpperCase().toLowerCase().replaceAll('ς', 'σ');
}
