/** A JSON Pointer (RFC 6901) from its keys: `/data/lines/0`; no key at all is the whole document, the empty text. */
export function pointer(...keys: readonly (string | number)[]): string {
  let text = '';
  for (const key of keys) text += `/${typeof key === 'number' ? key : toToken(key)}`;
  return text;
}

/** Hardly a key has one of the two, and whoever reads many patterns asks for a pointer to each of their conditions. */
function toToken(key: string): string {
  return key.includes('~') || key.includes('/') ? key.replaceAll('~', '~0').replaceAll('/', '~1') : key;
}
