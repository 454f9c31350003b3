import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Addresses } from '../../../../shared/routing/match/condition.ts';
import { createAddressIndex } from '../../../../shared/routing/match/index/address-index.ts';
import { parseCidr } from '../../../../shared/routing/match/parse-cidr.ts';
import { leafTest } from '../../../../shared/routing/match/test-leaf.ts';
import { runs } from '../../../runs.ts';
import { hits } from './hits.ts';

const V4 = fc
  .array(fc.constantFrom(0, 1, 10, 127, 128, 255), { minLength: 4, maxLength: 4 })
  .map((parts) => parts.join('.'));
const V6 = fc
  .array(fc.constantFrom('0', '1', 'ffff', '8000', 'AbCd', '20'), { minLength: 8, maxLength: 8 })
  .map((parts) => parts.join(':'));
const SHORT = fc.constantFrom('::', '::1', '2001:db8::', '::ffff:a00:1', 'ffff::', 'fe80::1:2');
const BLOCK = fc.oneof(
  fc.tuple(V4, fc.integer({ min: 0, max: 31 })),
  fc.tuple(fc.oneof(V6, SHORT), fc.integer({ min: 0, max: 127 })),
);
const OTHER = fc.constantFrom(
  '',
  '10.0.0',
  '1.2.3.4.5',
  ':::',
  '::1::',
  'x',
  '10.0.0.256',
  '::ffff:10.0.0.1',
  '1:2:3:4:5:6:7:8:9',
);

describe('an index of blocks of addresses', () => {
  it('finds those that an address is in, of either version and with any mask', () => {
    const property = fc.property(
      fc.array(BLOCK, { maxLength: 30 }),
      fc.array(fc.oneof(V4, V6, SHORT, OTHER), { minLength: 1 }),
      (blocks, values) => {
        const entries = blocks.map(toBlock).flatMap((addresses, id) => (addresses ? [{ addresses, id }] : []));
        const index = createAddressIndex(entries);
        for (const value of [...values, ...blocks.map(([address]) => address)]) {
          expect(hits(index, value)).toEqual(
            entries.filter(({ addresses }) => leafTest(addresses)(value)).map(({ id }) => id),
          );
        }
      },
    );
    fc.assert(property, { numRuns: runs(1_000) });
  });

  it('finds a single address, however it is written', () => {
    const low = '0a000001';
    const index = createAddressIndex([{ addresses: { kind: 'cidr', text: '10.0.0.1', low, high: low }, id: 7 }]);
    expect(
      ['10.0.0.1', '::ffff:a00:1', '::FFFF:0A00:0001', '10.0.0.2', '::a00:1'].map((text) => hits(index, text)),
    ).toEqual([[7], [7], [7], [], []]);
  });
});

/** Undefined where an IPv4-mapped address has a mask that version 4 does not. */
function toBlock([address, bits]: readonly [string, number]): Addresses | undefined {
  const block = parseCidr({ operator: 'cidr', operand: `${address}/${bits}`, at: '' });
  return block.ok ? block.value : undefined;
}
