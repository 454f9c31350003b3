import fc from 'fast-check';
import type { Settled, Verdict } from '../../../shared/delivery/item.ts';

const verdict: fc.Arbitrary<Verdict> = fc.oneof(
  fc.constant<Verdict>({ kind: 'done' }),
  fc.boolean().map((waiting): Verdict => ({ kind: 'retry', waiting })),
);

/** What `ack` may be given: items with these handles, some done and some not. */
export function anySettled<Ref>(ref: fc.Arbitrary<Ref>): fc.Arbitrary<readonly Settled<Ref>[]> {
  return fc.array(fc.record({ ref, lane: fc.constantFrom('a', 'b'), verdict }), { maxLength: 8 });
}
