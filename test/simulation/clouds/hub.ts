import { acknowledge } from '../acknowledge.ts';
import type { Answer } from '../fleet.ts';
import { nameOf, type Parcel } from '../ledger.ts';
import type { World } from '../world.ts';
import { partitionOf } from './partition-of.ts';

type RunBatch = (batch: readonly Parcel[], partition: number) => Promise<Answer<unknown>['kind']>;

/**
 * An event hub with two partitions and a retry policy without end: a partition holds until the function returns. A crash of the host
 * keeps the checkpoint where it was, and another host begins there with another batch; a host that lost its partition may still be running.
 */
export function createHub(world: World, run: RunBatch) {
  const { scheduler, chaos, counts } = world;
  const partitions = [0, 1].map((number) => ({ number, log: [] as Parcel[], checkpoint: 0, isRunning: false }));
  const work = async (partition: (typeof partitions)[number]): Promise<void> => {
    const { log, number } = partition;
    partition.isRunning = true;
    for (let tries = 0; partition.checkpoint < log.length; tries++) {
      const batch = log.slice(partition.checkpoint, partition.checkpoint + 1 + chaos.int(6));
      world.say(`batch of ${number}: ${batch.map(nameOf).join(', ')}`);
      if (chaos.chance(0.1)) void run(batch, number);
      const kind = await run(batch, number);
      if (kind === 'returned') {
        partition.checkpoint += batch.length;
        tries = 0;
        await acknowledge(world, batch);
      } else {
        counts.add('deliveries: again', batch.length);
        await scheduler.pause(Math.min(60_000, 1_000 * 2 ** Math.min(tries, 6)));
      }
    }
    partition.isRunning = false;
  };
  return {
    send: (parcel: Parcel) => {
      const partition = partitions[partitionOf(parcel, partitions.length)];
      if (partition === undefined) return;
      partition.log.push(parcel);
      if (partition.isRunning) return;
      partition.isRunning = true;
      scheduler.after(chaos.between(0, 500), () => void work(partition));
    },
  };
}
