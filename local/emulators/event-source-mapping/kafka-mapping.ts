import { randomUUID } from 'node:crypto';
import type { Clock } from '../../clock.ts';
import { arn } from '../aws-account.ts';
import type { Invoke } from './invoke.ts';
import { type KafkaMappingConfig, readKafkaConfig } from './kafka-config.ts';
import { createCursor } from './kafka-cursor.ts';
import { deliverBatch } from './kafka-delivery.ts';
import { type KafkaSource, toEventText } from './kafka-event.ts';
import { type GivenUp, type OnKafkaFailure, toKafkaFailure } from './kafka-failure-record.ts';
import type { Log, LogRecord } from './log.ts';
import type { Mapping } from './mapping.ts';
import type { MappingEvent } from './mapping-event.ts';
import { createPolling } from './polling.ts';
import { createWaits } from './waits.ts';

export type KafkaMappingOptions = {
  readonly log: Log;
  readonly topic: string;
  readonly invoke: Invoke;
  readonly clock: Clock;
  readonly config?: KafkaMappingConfig;
  /** What the event says of where it is from; an MSK cluster of the emulated account by default. */
  readonly source?: KafkaSource;
  /** Named in failure records; `function` by default. */
  readonly functionName?: string;
  /** The on-failure destination, given what an S3 bucket would be given. */
  readonly onFailure?: OnKafkaFailure;
  readonly onEvent?: (event: MappingEvent) => void;
};

export type KafkaMapping = Mapping & {
  /** The next offset of each partition that is not committed. */
  readonly committed: () => readonly number[];
};

const msk: KafkaSource = {
  eventSource: 'aws:kafka',
  eventSourceArn: arn('kafka', 'cluster/local/11111111-1111-1111-1111-111111111111-1'),
  bootstrapServers: 'localhost:9092',
};

/**
 * Lambda's event source mapping for Kafka: reads a topic in order, partition by partition, and invokes the function
 * with batches (AWS Lambda Developer Guide, "Using Lambda with Amazon MSK", "Kafka retry configurations").
 */
export function startKafkaMapping(options: KafkaMappingOptions): KafkaMapping {
  const { log, topic, clock, source = msk, onEvent = () => {} } = options;
  const settings = readKafkaConfig(options.config ?? {}, options.onFailure !== undefined);
  log.createTopic(topic);
  const cursor = createCursor({ log, topic, batchSize: settings.batchSize, fromLatest: settings.fromLatest });
  const waits = createWaits(clock);
  const discard = createDiscard(options, source, onEvent);
  const invoke = (batch: readonly LogRecord[]) => options.invoke(toEventText(batch, source));
  const expired = ({ partition, offset }: LogRecord) => offset < (log.partitions(topic)[partition]?.start ?? 0);
  const delivery = { settings, clock, waits, invoke, expired, discard, onEvent };
  const deliver = async (batch: readonly LogRecord[]) => {
    await deliverBatch(batch, delivery);
    if (!waits.closed()) cursor.release(batch);
  };
  const { windowMs, pollers: limit } = settings;
  const polling = createPolling({ clock, windowMs, limit, ready: cursor.ready, take: cursor.take, deliver });
  const unsubscribe = log.subscribe(topic, polling.wake);
  const close = () => {
    unsubscribe();
    polling.close();
    waits.close();
  };
  polling.wake();
  const idle = () => polling.underWay() === 0 && cursor.pending() === 0;
  return { pending: cursor.pending, idle, committed: cursor.committed, close };
}

function createDiscard(options: KafkaMappingOptions, source: KafkaSource, onEvent: (event: MappingEvent) => void) {
  const from = { source, functionName: options.functionName ?? 'function', mappingId: randomUUID() };
  return async (given: GivenUp) => {
    const records = given.batch.length;
    onEvent({ kind: 'discarded', records, reason: given.condition });
    try {
      await options.onFailure?.(...toKafkaFailure(given, from, options.clock.now()));
    } catch (error) {
      onEvent({ kind: 'discarded', records, reason: `the on-failure destination failed: ${error}` });
    }
  };
}
