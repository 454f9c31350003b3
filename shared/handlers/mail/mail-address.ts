/**
 * The one address that a text holds, or undefined. One plain check: something, an @ and a domain, without spaces, control characters
 * or what RFC 5322 §3.4 gives a meaning in lists and groups of addresses. Whether anybody reads mail there, only mail can tell.
 */
export function mailAddress(text: string | undefined): string | undefined {
  const address = text?.trim() ?? '';
  return address.length <= 254 && ADDRESS.test(address) ? address : undefined;
}

const ADDRESS = /^[^\s\p{C}@<>()[\]\\,;:"]+@[^\s\p{C}@<>()[\]\\,;:".]+(\.[^\s\p{C}@<>()[\]\\,;:".]+)*$/u;
