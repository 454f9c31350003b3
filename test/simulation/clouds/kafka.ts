import { acknowledge } from '../acknowledge.ts';
import { nameOf, type Parcel } from '../ledger.ts';
import type { World } from '../world.ts';
import type { Cloud } from './cloud.ts';
import { createLambda } from './lambda.ts';
import { partitionOf } from './partition-of.ts';

type Partition = { readonly number: number; readonly log: Parcel[]; offset: number };
type Slice = { readonly partition: Partition; readonly parcels: readonly Parcel[] };

/**
 * Lambda on a Kafka topic of three partitions: what is not done comes again at once, the whole batch or, where the mapping reports batch
 * item failures, from the first of each partition on.
 */
export function createKafka(world: World, isPartial: boolean): Cloud {
  const { scheduler, chaos, counts } = world;
  const lambda = createLambda(world, isPartial ? 'aws:kafka' : '');
  const partitions: readonly Partition[] = [0, 1, 2].map((number) => ({ number, log: [], offset: 0 }));
  const pollers = (chaos.chance(0.5) ? [partitions] : partitions.map((one) => [one])).map((own) => ({
    own,
    isBusy: false,
  }));
  const poll = async (poller: (typeof pollers)[number]) => {
    for (let batch = cut(poller.own, chaos.int); batch.length > 0; batch = cut(poller.own, chaos.int)) {
      while (!(await bring(batch))) {
        counts.add('deliveries: again', batch.flatMap(({ parcels }) => parcels).length);
        await scheduler.pause(chaos.between(100, 1_000));
      }
    }
    poller.isBusy = false;
  };
  /** Whether the batch is over: then each partition's offset has moved on to the first failure. */
  const bring = async (batch: readonly Slice[]) => {
    world.say(`batch: ${batch.flatMap(({ parcels }) => parcels.map(nameOf)).join(', ')}`);
    if (chaos.chance(0.1)) void lambda.invoke(toRecords(batch)); // as during a rebalance
    const answer = await lambda.invoke(toRecords(batch));
    const failed = isPartial ? (answer?.value?.batchItemFailures ?? []) : [];
    const known = new Set(
      batch.flatMap(({ partition, parcels }) => parcels.map((_, index) => placeOf(partition, index))),
    );
    const places = failed.map(({ itemIdentifier }) => JSON.stringify(itemIdentifier));
    if (answer === undefined || places.some((place) => !known.has(place))) return false;
    for (const { partition, parcels } of batch) {
      const first = parcels.findIndex((_, index) => places.includes(placeOf(partition, index)));
      const done = first === -1 ? parcels : parcels.slice(0, first);
      partition.offset += done.length;
      counts.add('deliveries: again', parcels.length - done.length);
      await acknowledge(world, done);
    }
    return true;
  };
  const send = (parcel: Parcel) => {
    const partition = partitions[partitionOf(parcel, partitions.length)];
    const poller = pollers.find(({ own }) => partition !== undefined && own.includes(partition));
    partition?.log.push(parcel);
    if (poller === undefined || poller.isBusy) return;
    poller.isBusy = true;
    scheduler.after(chaos.between(0, 500), () => void poll(poller));
  };
  return { isOrdered: true, send, sweep: lambda.sweep };
}

function cut(partitions: readonly Partition[], int: (below: number) => number): readonly Slice[] {
  const slices = partitions.map((partition) => {
    const parcels = partition.log.slice(partition.offset, partition.offset + 1 + int(5));
    return { partition, parcels };
  });
  return slices.filter(({ parcels }) => parcels.length > 0);
}

function placeOf({ number, offset }: Partition, index: number): string {
  return JSON.stringify({ partition: `events-${number}`, offset: offset + index });
}

/** Lambda's event: the values in base64, the headers as bytes, as our publisher and producers in structured mode write them. */
function toRecords(batch: readonly Slice[]) {
  const lists = batch.map(({ partition, parcels }) => {
    const records = parcels.map(({ event, garbage }, index) => ({
      topic: 'events',
      partition: partition.number,
      offset: partition.offset + index,
      timestamp: 1_767_225_600_000,
      timestampType: 'CREATE_TIME',
      value: Buffer.from(garbage ?? JSON.stringify(event)).toString('base64'),
      headers: [{ 'content-type': [...Buffer.from('application/cloudevents+json')] }],
    }));
    return [`events-${partition.number}`, records] as const;
  });
  return { eventSource: 'aws:kafka', records: Object.fromEntries(lists) };
}
