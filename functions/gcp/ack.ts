import type { Settled } from '../../shared/delivery/item.ts';
import type { Ref } from './decode.ts';

/**
 * The HTTP status that Pub/Sub understands: 204 acknowledges, everything but 102, 200, 201, 202 and 204 is sent again (Pub/Sub
 * documentation, "Push subscriptions"). 429 says that it is only too early, 503 that something failed, 405 that no event came.
 */
export function ack(settled: readonly Settled<Ref>[]): 204 | 405 | 429 | 503 {
  if (settled.length === 0) return 405;
  const retries = settled.flatMap(({ verdict }) => (verdict.kind === 'retry' ? [verdict] : []));
  if (retries.length === 0) return 204;
  return retries.every(({ waiting }) => waiting) ? 429 : 503;
}
