import { idempotencyKey } from '../../../shared/delivery/claim-key.ts';
import { acknowledge } from '../acknowledge.ts';
import { nameOf, type Parcel } from '../ledger.ts';
import { table } from '../table.ts';
import type { World } from '../world.ts';

const SECOND = 1_000;

/**
 * A platform has reached its own bounds: it keeps the message as a dead letter of its own, and hands that to the function that files ours,
 * until one call of it is a success. From here on the message holds nobody back.
 */
export function giveUp(world: World, parcel: Parcel, file: () => Promise<boolean>): void {
  const { scheduler, ledger, counts, runs, say, chaos } = world;
  const { event } = parcel;
  ledger.giveUp(parcel);
  counts.add('deliveries: given up by the platform');
  say(`the platform gave up ${nameOf(parcel)}`);
  if (event !== undefined) for (const { name } of table.match(event)) runs.finish(idempotencyKey(name, event));
  const bring = async (attempt: number): Promise<void> => {
    if (await file()) return acknowledge(world, [parcel]);
    scheduler.after(Math.min(600, 10 * 2 ** attempt) * SECOND, () => void bring(attempt + 1));
  };
  scheduler.after(chaos.between(SECOND, 300 * SECOND), () => void bring(0));
}
