import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { findReadable } from '../../../../../functions/kafka/worker/pass-over.ts';

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
