/** A text without line breaks and other control characters: it can neither begin a mail header nor hide in one (RFC 5322 §2.2). */
export function oneLine(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim();
}
