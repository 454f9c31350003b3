/** An address as 4 or 16 bytes. */
export type Address = readonly number[];

export type AddressRange = { readonly low: Address; readonly high: Address };

/** An IPv4 or IPv6 literal; `undefined` for any other text. Leading zeros are decimal; an IPv4 address in IPv6's form is that address. */
export function addressOf(text: string): Address | undefined {
  return text.includes('.') ? v4(text) : v6(text);
}

/** `10.0.0.0/8`: at most 31 bits for IPv4 and 127 for IPv6. */
export function rangeOf(text: string): AddressRange | undefined {
  const [, literal = '', digits] = /^([^/]*)\/(\d+)$/.exec(text) ?? [];
  const address = addressOf(literal);
  if (address === undefined || digits === undefined || Number(digits) >= address.length * 8) return undefined;
  const host = (index: number) => 0xff >> Math.min(8, Math.max(0, Number(digits) - index * 8));
  return {
    low: address.map((byte, index) => byte & ~host(index)),
    high: address.map((byte, index) => byte | host(index)),
  };
}

export function inRange(address: Address | undefined, { low, high }: AddressRange): boolean {
  if (address === undefined || address.length !== low.length) return false;
  const number = (bytes: Address) => bytes.reduce((value, byte) => value * 256n + BigInt(byte), 0n);
  return number(low) <= number(address) && number(address) <= number(high);
}

function v4(text: string): Address | undefined {
  if (!/^\d+\.\d+\.\d+\.\d+$/.test(text) || text.length > 15) return undefined;
  const bytes = text.split('.').map(Number);
  return bytes.every((byte) => byte < 256) ? bytes : undefined;
}

function v6(text: string): Address | undefined {
  const [before = '', after, more] = text.split('::');
  if (more !== undefined || !text.includes(':')) return undefined;
  const [head, tail] = [groups(before), groups(after ?? '')];
  if (head === undefined || tail === undefined) return undefined;
  const gap = 8 - head.length - tail.length;
  if (after === undefined ? gap !== 0 : gap < 1) return undefined;
  const all = [...head, ...Array<number>(gap).fill(0), ...tail];
  const bytes = all.flatMap((group) => [group >> 8, group & 0xff]);
  const isMapped = bytes.slice(0, 10).every((byte) => byte === 0) && bytes[10] === 0xff && bytes[11] === 0xff;
  return isMapped ? bytes.slice(12) : bytes;
}

function groups(text: string): readonly number[] | undefined {
  if (text === '') return [];
  const all = text.split(':');
  if (!all.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return all.map((group) => Number.parseInt(group, 16));
}
