import { ack } from '../../../functions/kafka/ack.ts';
import { decode, type KafkaRecord, type Ref } from '../../../functions/kafka/decode.ts';
import { append, createLane, type Lane, settle, take, takeBack } from '../../../functions/kafka/worker/lanes/lane.ts';
import { lowWaterMark } from '../../../functions/kafka/worker/lanes/low-water-mark.ts';
import { createSweep } from '../../../functions/kafka/worker/sweep-call.ts';
import { bind } from '../../../shared/delivery/bind.ts';
import { acknowledge } from '../acknowledge.ts';
import { createFleet } from '../fleet.ts';
import { nameOf, type Parcel } from '../ledger.ts';
import { current, type Process } from '../process.ts';
import type { World } from '../world.ts';
import type { Cloud } from './cloud.ts';
import { partitionOf } from './partition-of.ts';

const HOUR = 3_600_000;
const TOPIC = 'events';

type Partition = { readonly number: number; readonly log: Parcel[]; committed: bigint; isOwned: boolean };

/**
 * Workers of one consumer group on a topic of three partitions. A partition is lost when its worker dies, is told to end or is left out of a
 * rebalance, which it may notice in the middle of a batch; the next owner begins where the group has committed, and not every batch is
 * followed by a commit.
 */
export function createKafkaWorker(world: World): Cloud {
  const { scheduler, chaos, counts } = world;
  const fleet = createFleet(world, {
    name: 'kafka',
    timeLimit: '1h',
    concurrency: 3,
    bind: (router) => ({ run: bind({ decode, ack }, router), sweep: createSweep(router) }),
  });
  /** What is finished of a batch; undefined once the partition is lost. */
  const deliver = (batch: readonly KafkaRecord[], { ending }: Lane) =>
    new Promise<readonly Ref[] | undefined>((resolve) => {
      let worker: Process | undefined;
      ending.signal.addEventListener('abort', () => {
        if (worker !== undefined) world.runs.excuse(worker.id, { why: 'it lost a partition' });
        resolve(undefined);
      });
      const invoked = fleet.invoke(
        ({ run }, { signal }) => {
          worker = current.getStore()?.process;
          return run(batch, { signal: AbortSignal.any([ending.signal, ...(signal === undefined ? [] : [signal])]) });
        },
        { waits: HOUR, kills: true },
      );
      if (chaos.chance(0.1)) scheduler.after(chaos.between(0, 3_000), () => ending.abort());
      void invoked.then((answer) => {
        const isKept = answer.kind === 'returned' && worker?.signal.aborted === false;
        resolve(isKept ? answer.value : undefined);
      });
    });
  const commit = async (partition: Partition, lane: Lane) => {
    const before = partition.committed;
    partition.committed = lowWaterMark(lane);
    await acknowledge(world, partition.log.slice(Number(before), Number(partition.committed)));
  };
  /** As one member of the group has it, until that loses it. */
  const own = async (partition: Partition) => {
    const { number, committed, log } = partition;
    const lane = createLane({ topic: TOPIC, topicId: TOPIC, partition: number, position: committed, committed });
    while (partition.committed < log.length) {
      append(lane, fetched(partition, lane, 1 + chaos.int(6)));
      const batch = [...takeBack(lane), ...take(lane, 1 + chaos.int(6))];
      if (batch.length > 0) {
        world.say(`batch of ${number}: ${batch.map(({ offset }) => offset).join(', ')}`);
        const done = await deliver(batch, lane);
        if (done === undefined) return void counts.add('deliveries: again', lane.records.size);
        const finished = new Set(done.map(({ offset }) => offset));
        for (const record of batch) settle(lane, record, finished.has(record.offset));
        if (lane.back.length > 0) await scheduler.pause(chaos.between(100, 1_000));
        // It was lost between two batches.
        if (lane.ending.signal.aborted) return;
      }
      if (batch.length === 0 || chaos.chance(0.7)) await commit(partition, lane);
    }
  };
  const work = async (partition: Partition) => {
    while (partition.committed < partition.log.length) {
      await own(partition);
      await scheduler.pause(chaos.between(0, 500));
    }
    partition.isOwned = false;
  };
  const partitions = [0, 1, 2].map((number): Partition => ({ number, log: [], committed: 0n, isOwned: false }));
  const send = (parcel: Parcel) => {
    const partition = partitions[partitionOf(parcel, partitions.length)];
    if (partition === undefined) return;
    world.say(`${nameOf(parcel)} is ${partition.number}/${partition.log.length}`);
    partition.log.push(parcel);
    if (partition.isOwned) return;
    partition.isOwned = true;
    scheduler.after(chaos.between(0, 500), () => void work(partition));
  };
  return {
    isOrdered: true,
    send,
    sweep: () => void fleet.invoke(({ sweep }) => sweep(), { waits: HOUR, kills: true }),
  };
}

/** The next of a partition’s records that a worker has not taken yet. */
function fetched({ number, log }: Partition, { position }: Lane, most: number) {
  const parcels = log.slice(Number(position), Number(position) + most);
  const records = parcels.map((parcel, index) => toRecord(parcel, number, position + BigInt(index)));
  return { records, next: position + BigInt(parcels.length), epoch: 0 };
}

const HEADERS = [[Buffer.from('content-type'), Buffer.from('application/cloudevents+json')]] as const;

/** As our publisher and producers in structured mode write them. */
function toRecord({ event, garbage }: Parcel, partition: number, offset: bigint): KafkaRecord {
  const value = Buffer.from(garbage ?? JSON.stringify(event));
  const key = event?.subject === undefined ? null : Buffer.from(event.subject);
  return { topic: TOPIC, partition, offset, timestamp: 1_767_225_600_000n, key, value, headers: HEADERS };
}
