/** What the language says in a sentence, shown by a pattern and an event, both as JSON text. */
export type PatternCase = {
  readonly sentence: string;
  readonly pattern: string;
  readonly event: string;
  readonly matches: boolean;
  /** Why event-ruler answers otherwise. */
  readonly rulerDiffers?: string;
};

export type RefusalCase = {
  readonly sentence: string;
  readonly pattern: string;
  readonly rulerDiffers?: string;
};

/** A pattern with, behind each sentence, an event that it matches or does not. */
export function casesOf(
  pattern: string,
  events: readonly (readonly [string, string, boolean, string?])[],
): PatternCase[] {
  return events.map(([sentence, event, matches, rulerDiffers]) => ({
    ...{ sentence, pattern, event, matches },
    ...(rulerDiffers === undefined ? {} : { rulerDiffers }),
  }));
}
