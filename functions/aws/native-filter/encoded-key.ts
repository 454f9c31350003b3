/**
 * S3 form-encodes an object’s key (S3 documentation, "Event message structure"). These characters it leaves as they are; the slash it has
 * been seen to leave and to write as %2F; how it writes any other is not relied on.
 */
const CERTAIN = 'A-Za-z0-9._/-';

/** The forms in which the text may stand in a key; undefined where they are not certain. */
export function encodings(text: string): readonly string[] | undefined {
  if (!new RegExp(`^[${CERTAIN}]*$`).test(text)) return undefined;
  return [...new Set([text, text.replaceAll('/', '%2F')])];
}

/** As much of the text’s beginning as is certain. */
export function certainHead(text: string): string {
  return new RegExp(`^[${CERTAIN}]*`).exec(text)?.[0] ?? '';
}

/** As much of its end. */
export function certainTail(text: string): string {
  return new RegExp(`[${CERTAIN}]*$`).exec(text)?.[0] ?? '';
}

/** Whether a key may end with it within the code of a character, as é ends with A9. */
export function mayEndCode(tail: string): boolean {
  return /^[\dA-F]{1,2}$/i.test(tail);
}
