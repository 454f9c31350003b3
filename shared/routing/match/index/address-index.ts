import { parseAddress } from '../address.ts';
import type { Addresses } from '../condition.ts';

export type AddressEntry = { readonly addresses: Addresses; readonly id: number };

export type AddressIndex = {
  /** Calls `hit` with the number of each block that the text is an address of. */
  readonly find: (text: string, hit: (id: number) => void) => void;
};

/** Blocks of one version and one mask do not overlap: each such kind is a map, looked up by the block that the address would be in. */
type Kind = { readonly digits: number; readonly bits: number; readonly blocks: Map<string, number[]> };

export function createAddressIndex(entries: readonly AddressEntry[]): AddressIndex {
  const kinds = new Map<string, Kind>();
  for (const { addresses, id } of entries) {
    const digits = addresses.low.length;
    const bits = fixedBits(addresses);
    const kind = kinds.get(`${digits}/${bits}`) ?? { digits, bits, blocks: new Map() };
    kinds.set(`${digits}/${bits}`, kind);
    const block = blockOf(addresses.low, bits);
    const ids = kind.blocks.get(block) ?? [];
    kind.blocks.set(block, ids);
    ids.push(id);
  }
  const all = [...kinds.values()];
  return {
    find: (text, hit) => {
      const address = parseAddress(text);
      for (const { digits, bits, blocks } of address === undefined ? [] : all) {
        if (digits !== address?.length) continue;
        for (const id of blocks.get(blockOf(address, bits)) ?? []) hit(id);
      }
    },
  };
}

function fixedBits({ low, high }: Addresses): number {
  let digit = 0;
  while (digit < low.length && low[digit] === high[digit]) digit++;
  if (digit === low.length) return 4 * digit;
  const differ = Number.parseInt(low.charAt(digit), 16) ^ Number.parseInt(high.charAt(digit), 16);
  return 4 * digit + Math.clz32(differ) - 28;
}

/** The address's first bits, in hex, the last digit cut to those of its bits that count. */
function blockOf(address: string, bits: number): string {
  const whole = bits >> 2;
  if (bits % 4 === 0) return address.slice(0, whole);
  const digit = Number.parseInt(address.charAt(whole), 16) >> (4 - (bits % 4));
  return `${address.slice(0, whole)}/${digit}`;
}
