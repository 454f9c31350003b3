import { bind } from '../../../shared/delivery/bind.ts';
import type { Item } from '../../../shared/delivery/item.ts';
import type { Router } from '../../../shared/delivery/router.ts';
import { toSweepEvent } from '../../../shared/delivery/sweep.ts';
import { ok } from '../../../shared/schemas/result.ts';

/** Sends out what is due, as a cloud's scheduler would have it; several workers that do so do no harm (docs/delivery.md). */
export function createSweep(router: Router): () => Promise<void> {
  const sweep = bind({ decode: toItems, ack: () => {} }, router);
  return () => sweep(router.ports.clock.now());
}

function toItems(now: number): readonly Item<undefined>[] {
  const event = toSweepEvent(now);
  return [{ ref: undefined, lane: 'sweep', event: ok(event), raw: Buffer.from(JSON.stringify(event)) }];
}
