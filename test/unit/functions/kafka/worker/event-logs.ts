import type { KafkaRecord } from '../../../../../functions/kafka/decode.ts';

/** An event, and what its handler makes of it. */
export type Sent = {
  /** Undefined for none. */
  readonly subject?: string | undefined;
  /** So many of its attempts fail. */
  readonly fails?: number;
  /** How long its handler takes, in milliseconds; for ever where that is more than its time-out of 20 s. */
  readonly takes?: number;
  /** No route knows its type, so that it becomes a letter. */
  readonly isUnknown?: boolean;
};

/** Where an event stands: its partition and its record's offset, and of several in one record which. */
type Place = {
  readonly id: string;
  readonly partition: number;
  readonly offset: number;
  readonly subject: string | undefined;
};

const BATCHED = [[Buffer.from('content-type'), Buffer.from('application/cloudevents-batch+json')]] as const;

/** Partitions that events are written to, and where each event stands, by id. */
export function createEventLogs(partitions: number) {
  const logs = Array.from({ length: partitions }, (): KafkaRecord[] => []);
  const places = new Map<string, Place>();
  const toEvent = (partition: number, offset: number, { subject, fails = 0, takes = 0, isUnknown = false }: Sent) => {
    const id = `${partition}/${offset}/${places.size}`;
    places.set(id, { id, partition, offset, subject });
    const type = isUnknown ? 'unknown' : 'known';
    return { specversion: '1.0', id, source: '/shop', type, subject, data: { fails, takes } };
  };
  const push = (partition: number, value: unknown, headers: KafkaRecord['headers']) => {
    const log = logs[partition] ?? [];
    const bytes = Buffer.from(JSON.stringify(value));
    log.push({
      topic: 'orders',
      partition,
      offset: BigInt(log.length),
      timestamp: 0n,
      key: null,
      value: bytes,
      headers,
    });
  };
  /** Writes events to a partition, as records of one event, or all of them in one record. */
  const send = (partition: number, sent: readonly Sent[], inOne = false) => {
    const end = () => logs[partition]?.length ?? 0;
    const toEvents = () => sent.map((one) => toEvent(partition, end(), one));
    if (inOne) push(partition, toEvents(), BATCHED);
    else for (const one of sent) push(partition, toEvent(partition, end(), one), []);
  };
  return { logs, places, send };
}
