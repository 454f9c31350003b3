import type { World } from '../world.ts';
import { createAzure } from './azure.ts';
import type { Cloud, CloudName } from './cloud.ts';
import { createGcp } from './gcp.ts';
import { createKafka } from './kafka.ts';
import { createKafkaWorker } from './kafka-worker.ts';
import { createSqs } from './sqs.ts';

export function createCloud(name: CloudName, world: World): Cloud {
  return CREATE[name](world);
}

const CREATE: Readonly<Record<CloudName, (world: World) => Cloud>> = {
  pubsub: createGcp,
  'event-grid': (world) => createAzure(world, false),
  'event-hubs': (world) => createAzure(world, true),
  'kafka-partial': (world) => createKafka(world, true),
  'kafka-whole': (world) => createKafka(world, false),
  'sqs-partial': (world) => createSqs(world, { isFifo: false, isPartial: true }),
  'sqs-whole': (world) => createSqs(world, { isFifo: false, isPartial: false }),
  'sqs-fifo': (world) => createSqs(world, { isFifo: true, isPartial: true }),
  'kafka-worker': createKafkaWorker,
};
