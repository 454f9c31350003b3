import { ok, type Result } from '../../schemas/result.ts';
import { parseAddress } from './address.ts';
import type { Addresses, Operation } from './condition.ts';
import { badOperand } from './operand.ts';

/** `{"cidr": "10.0.0.0/24"}`. EventBridge takes no block of a single address, which is that address as a plain value. */
export function parseCidr(operation: Operation): Result<Addresses> {
  const { operand } = operation;
  const [, base, bits] = (typeof operand === 'string' && /^([^/]+)\/([0-9]{1,3})$/.exec(operand)) || [];
  const address = base === undefined ? undefined : parseAddress(base);
  if (typeof operand !== 'string' || address === undefined)
    return badOperand(operation, 'a block such as "10.0.0.0/24" or "2001:db8::/32"');
  const fixed = Number(bits);
  const longest = address.length * 4 - 1;
  if (fixed > longest)
    return badOperand(operation, `a mask of at most ${longest} bits; write a single address as a value`);
  return ok({ kind: 'cidr', text: operand, low: fill(address, fixed, '0'), high: fill(address, fixed, 'f') });
}

/** The address with all bits behind the first `fixed` those of `digit`. */
function fill(address: string, fixed: number, digit: '0' | 'f'): string {
  const whole = Math.floor(fixed / 4);
  const free = 2 ** (4 - (fixed % 4)) - 1;
  const middle = Number.parseInt(address.charAt(whole), 16);
  const mixed = digit === '0' ? middle - (middle & free) : middle | free;
  return address.slice(0, whole) + mixed.toString(16) + digit.repeat(address.length - whole - 1);
}
