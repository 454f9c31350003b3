import type { Call } from '../../../shared/delivery/bind.ts';
import type { LogLine } from '../../../shared/delivery/ports.ts';
import type { KafkaErrorCode } from '../client/errors/errors-table.ts';
import type { KafkaSettings } from '../client/settings.ts';
import type { KafkaRecord, Ref } from '../decode.ts';

export type WorkerOptions = {
  readonly settings: KafkaSettings;
  /** The consumer group; all workers of one group share the partitions. */
  readonly group: string;
  readonly topics: readonly string[];
  /** Where a group begins that has committed nothing of a topic. */
  readonly from: 'earliest' | 'latest';
  /** Delivers records of one partition and says which are finished: `bind({ decode, ack }, router)`. */
  readonly run: (records: readonly KafkaRecord[], call: Call<Ref>) => Promise<readonly Ref[]>;
  /** So many handlers at once, over all partitions. */
  readonly concurrency: number;
  /** How long `stop` waits for running handlers before it aborts them, in milliseconds. */
  readonly grace: number;
  /** Sends out what is due; called once a minute. */
  readonly sweep?: () => Promise<void>;
  readonly log: (line: LogLine) => void;
  readonly count?: (what: Counted, by?: number) => void;
};

/** What the worker counts. */
export type Counted =
  | 'records'
  | 'commits'
  | 'commit_failures'
  | 'rebalances'
  | 'fetch_failures'
  | 'restarts'
  | 'stuck';

export type Worker = {
  /** Pauses, lets running handlers finish within the grace period, aborts the rest, commits and leaves the group. */
  readonly stop: () => Promise<void>;
  readonly status: () => WorkerStatus;
  /** Resolves when it has stopped. */
  readonly closed: Promise<void>;
};

export type WorkerStatus = {
  readonly state: 'joining' | 'member' | 'stopping' | 'stopped';
  /** A member of its group, not cut off from it, and not about to end. */
  readonly ready: boolean;
  /** Why it is not ready, or what does not work, as sentences. */
  readonly troubles: readonly string[];
  /** Of these, in their order. */
  readonly codes: readonly KafkaErrorCode[];
  readonly lanes: readonly LaneStatus[];
};

export type LaneStatus = {
  readonly topic: string;
  readonly partition: number;
  /** Records taken and not finished. */
  readonly depth: number;
  /** Records of the partition that are not finished; undefined until it was fetched once. */
  readonly lag: number | undefined;
};
