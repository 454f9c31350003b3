/** A JSON Pointer (RFC 6901) from its keys: `/data/lines/0`; no key at all is the whole document, the empty text. */
export function pointer(...keys: readonly (string | number)[]): string {
  return keys.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
