import type { Settled } from '../../shared/delivery/item.ts';
import type { Ref } from './decode.ts';

/** The records that are finished: each of its events is done or a durable dead letter. A record that is not named comes again. */
export function ack(settled: readonly Settled<Ref>[]): readonly Ref[] {
  const open = new Set<Ref>();
  for (const { ref, verdict } of settled) if (verdict.kind !== 'done') open.add(ref);
  const refs = new Set(settled.map(({ ref }) => ref));
  return [...refs].filter((ref) => !open.has(ref));
}
