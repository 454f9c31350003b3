import type { LogRecord } from './log.ts';

export type KafkaSource = {
  readonly eventSource: 'aws:kafka' | 'SelfManagedKafka';
  /** Absent for self-managed Kafka. */
  readonly eventSourceArn?: string;
  readonly bootstrapServers: string;
};

/** A record as it stands in the event, as JSON text (AWS Lambda Developer Guide, "Using Lambda with Amazon MSK"). */
export function toRecordText(record: LogRecord): string {
  return JSON.stringify({
    topic: record.topic,
    partition: record.partition,
    offset: record.offset,
    timestamp: record.timestamp,
    timestampType: 'CREATE_TIME',
    ...(record.key && { key: toBase64(record.key) }),
    ...(record.value && { value: toBase64(record.value) }),
    headers: record.headers.map(([name, data]) => ({ [name]: [...data] })),
  });
}

/** The event that a function gets for a batch, as JSON text. */
export function toEventText(records: readonly LogRecord[], source: KafkaSource): string {
  const byPartition = Map.groupBy(records, partitionKey);
  const lists = [...byPartition].map(([key, list]) => `${JSON.stringify(key)}:[${list.map(toRecordText).join(',')}]`);
  return `${JSON.stringify(source).slice(0, -1)},"records":{${lists.join(',')}}}`;
}

/** `TOPIC-PARTITION`, which names a partition in the event and in a partial response. */
export function partitionKey(record: LogRecord): string {
  return `${record.topic}-${record.partition}`;
}

function toBase64(data: Uint8Array): string {
  return Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('base64');
}
