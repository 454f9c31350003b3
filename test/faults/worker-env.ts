import { join } from 'node:path';

type Env = Readonly<Record<string, string>>;

type Place = {
  readonly folder: string;
  readonly brokers: string;
  readonly topic: string;
  /** Where the ordered route's events go. */
  readonly noted: string;
};

/** Of a worker whose files are in a folder; what stands in `more` wins, and STATE_URL there means no state in the folder. */
export function toWorkerEnv({ folder, brokers, topic, noted }: Place, more: Env): Env {
  return {
    ...QUICK,
    KAFKA_BROKERS: brokers,
    KAFKA_TOPIC: topic,
    KAFKA_GROUP: topic,
    FAULT_AUDIT: join(folder, 'audit'),
    FAULT_NOTED: noted,
    BLOB_ROOT: join(folder, 'blobs'),
    DEAD_LETTER_ROOT: join(folder, 'letters'),
    ...(more.STATE_URL === undefined ? { STATE_ROOT: folder } : {}),
    ...more,
  };
}

/** Sessions and commits as short as a test's patience. */
const QUICK = {
  KAFKA_SESSION_TIMEOUT_MS: '6000',
  KAFKA_HEARTBEAT_INTERVAL_MS: '200',
  KAFKA_MAX_POLL_INTERVAL_MS: '10000',
  KAFKA_AUTO_COMMIT_INTERVAL_MS: '100',
  WAYBILL_HEALTH_HOST: '127.0.0.1',
  WAYBILL_HEALTH_PORT: '0',
  WAYBILL_GRACE: '5s',
};
