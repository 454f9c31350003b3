import type { Clock } from '../../clock.ts';
import { createPartition, type Partition, type PartitionView, sizeOf } from './log-partition.ts';
import { murmur2 } from './murmur2.ts';

export type LogRecord = {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
  readonly key: Uint8Array | undefined;
  /** Undefined for a tombstone. */
  readonly value: Uint8Array | undefined;
  /** In order; a name may come twice. */
  readonly headers: readonly (readonly [string, Uint8Array])[];
};

type Data = string | Uint8Array;

export type NewRecord = {
  readonly key?: Data | null | undefined;
  readonly value?: Data | null | undefined;
  readonly headers?: readonly (readonly [string, Data])[];
  readonly partition?: number | undefined;
  readonly timestamp?: number;
};

export type LogOptions = {
  /** How many partitions a topic has; 3 by default. */
  readonly partitions?: number;
  readonly clock: Clock;
  /** Milliseconds that a record is kept; 7 days by default, as in Kafka. */
  readonly retentionMs?: number;
};

export type Log = {
  /** Appends a record, to a new topic if need be. Throws a `LogError` for what a Kafka broker refuses. */
  readonly produce: (topic: string, record: NewRecord) => { readonly partition: number; readonly offset: number };
  /** Does nothing when the topic is there. */
  readonly createTopic: (topic: string, partitions?: number) => void;
  readonly topics: () => readonly string[];
  /** The topic's records partition by partition, without those that have expired; empty for a topic not there. */
  readonly partitions: (topic: string) => readonly PartitionView[];
  /** Calls back after each record that is appended to the topic. */
  readonly subscribe: (topic: string, listener: (record: LogRecord) => void) => () => void;
};

/** What a broker answers to a record that it does not take; `code` is Kafka's error code. */
export class LogError extends Error {
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

const week = 7 * 24 * 60 * 60 * 1000;

/** Kafka's default `message.max.bytes`. */
const maxRecord = 1_048_588;

type Topic = { readonly partitions: readonly Partition[]; readonly listeners: Set<(record: LogRecord) => void> };

/** A log of topics and partitions in memory, as Kafka keeps one; nothing of it outlives the process. */
export function createLog(options: LogOptions): Log {
  const { clock } = options;
  const topics = new Map<string, Topic>();
  let keyless = 0;
  const open = (name: string, count?: number): Topic => {
    const topic = topics.get(name) ?? newTopic(name, options, count);
    topics.set(name, topic);
    return topic;
  };
  const produce: Log['produce'] = (name, fresh) => {
    const topic = open(name);
    const record = toRecord(name, fresh, clock);
    const partition = fresh.partition ?? choosePartition(record.key, topic.partitions.length, () => keyless++);
    const target = topic.partitions[partition];
    if (!target) throw new LogError(3, `The topic ${name} has no partition ${partition}`);
    const stored = { ...record, partition, offset: target.view().end };
    target.append(stored);
    for (const listener of topic.listeners) listener(stored);
    return { partition, offset: stored.offset };
  };
  const subscribe: Log['subscribe'] = (name, listener) => {
    const { listeners } = open(name);
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  const partitions = (name: string) => topics.get(name)?.partitions.map((partition) => partition.view()) ?? [];
  const createTopic = (name: string, count?: number) => void open(name, count);
  return { produce, createTopic, topics: () => [...topics.keys()], partitions, subscribe };
}

function newTopic(name: string, { clock, retentionMs = week, partitions: count = 3 }: LogOptions, own = count): Topic {
  const legal = /^[A-Za-z0-9._-]{1,249}$/.test(name) && name !== '.' && name !== '..';
  if (!legal) throw new LogError(17, `${JSON.stringify(name)} is no name of a topic: 1 to 249 of A-Z a-z 0-9 . _ -`);
  return { partitions: Array.from({ length: own }, () => createPartition(clock, retentionMs)), listeners: new Set() };
}

function toRecord(topic: string, fresh: NewRecord, clock: Clock): Omit<LogRecord, 'partition' | 'offset'> {
  const headers = (fresh.headers ?? []).map(([name, data]) => [name, toBytes(data)] as const);
  const [key, value] = [toOptionalBytes(fresh.key), toOptionalBytes(fresh.value)];
  const size = sizeOf({ key, value, headers });
  if (size > maxRecord) throw new LogError(10, `The record has ${size} bytes, more than the ${maxRecord} that fit`);
  return { topic, timestamp: fresh.timestamp ?? clock.now(), key, value, headers };
}

/** By the key as Kafka's default partitioner does; without a key each partition in its turn. */
function choosePartition(key: Uint8Array | undefined, count: number, turn: () => number): number {
  return key === undefined ? turn() % count : (murmur2(key) & 0x7fffffff) % count;
}

function toOptionalBytes(data: Data | null | undefined): Uint8Array | undefined {
  return data === undefined || data === null ? undefined : toBytes(data);
}

function toBytes(data: Data): Uint8Array {
  return typeof data === 'string' ? Buffer.from(data) : data;
}
