import { describe, expect, it } from '@jest/globals';
import type { Consumer } from '@platformatic/kafka';
import fc from 'fast-check';
import { findReadable, passOver } from '../../../../../functions/kafka/worker/fetch/pass-over.ts';
import { take } from '../../../../../functions/kafka/worker/lanes/lane.ts';
import { lowWaterMark } from '../../../../../functions/kafka/worker/lanes/low-water-mark.ts';
import { laneAt } from './any-record.ts';

/** Batches by their sizes, of which the damaged ones cannot be read at any offset within. */
function logOf(batches: readonly { readonly size: number; readonly damaged: boolean }[]) {
  const isDamaged = batches.flatMap(({ size, damaged }) => Array.from({ length: size }, () => damaged));
  return { end: BigInt(isDamaged.length), isReadableAt: async (offset: bigint) => isDamaged[Number(offset)] !== true };
}

describe('the first offset behind damaged records', () => {
  it('is the end of the batch, however many records are in it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(1_000), fc.integer({ min: 1, max: 20_000 }), async (before, size) => {
        const { isReadableAt } = logOf([
          { size: before, damaged: false },
          { size, damaged: true },
          { size: 5, damaged: false },
        ]);
        expect(await findReadable(BigInt(before), isReadableAt)).toBe(BigInt(before + size));
      }),
    );
  });

  it('is where something can be read, behind nothing but what cannot, whatever follows', async () => {
    const batch = fc.record({ size: fc.integer({ min: 1, max: 300 }), damaged: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(batch, { maxLength: 20 }), async (others) => {
        const { isReadableAt } = logOf([{ size: 40, damaged: true }, ...others]);
        const next = await findReadable(0n, isReadableAt);
        expect([await isReadableAt(next - 1n), await isReadableAt(next)]).toEqual([false, true]);
      }),
    );
  });

  it('takes a few looks', async () => {
    let looks = 0;
    const { isReadableAt } = logOf([{ size: 10_000, damaged: true }]);
    await findReadable(0n, (offset) => {
      looks += 1;
      return isReadableAt(offset);
    });
    expect(looks).toBeLessThan(60);
  });
});

/** A broker of one partition that ends at 20, of which nothing before `good` can be read. */
function brokerOf(good: bigint): Consumer {
  const client: Partial<Record<keyof Consumer, unknown>> = {
    listOffsets: async () => new Map([['orders', [20n]]]),
    fetch: async ({ topics }: Parameters<Consumer['fetch']>[0]) => {
      if ((topics[0]?.partitions[0]?.fetchOffset ?? 0n) < good) throw new RangeError('bad gzip');
      return { errorCode: 0, responses: [] };
    },
  };
  return client as Consumer; // no more of it is called
}

describe('records that are passed over', () => {
  it('are one record, and none of them may be committed before that is finished', async () => {
    const lane = laneAt(7n);
    await passOver(lane, { client: brokerOf(14n), node: 1, views: new Map(), error: new RangeError('bad gzip') });
    expect(lane.position).toBe(14n);
    expect(take(lane, 10)).toMatchObject([{ offset: 7n, unreadable: { to: 13n, reason: 'bad gzip' } }]);
    expect(lowWaterMark(lane)).toBe(7n);
  });
});
