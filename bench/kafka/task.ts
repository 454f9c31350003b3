import type { Sample } from './sampler.ts';

/** What a contender is told, as the JSON of its one argument. */
export type Task = {
  readonly brokers: string;
  readonly topic: string;
  readonly group: string;
  /** So many are in the topic. */
  readonly events: number;
  /** Between two commits, in milliseconds. */
  readonly commitEvery: number;
  /** Only for the worker: how many finished claims it keeps in memory. */
  readonly finishedClaims: number;
  /** How many events lie between two looks at memory; none are taken unless told. */
  readonly sampleEvery?: number;
};

/** What a contender prints last, on a line of its own: the time from its first record until the last one was processed and committed. */
export type Report = { readonly events: number; readonly ms: number; readonly samples?: readonly Sample[] };

/** Of every contender: what the worker does unless it is told otherwise. */
export const COMMIT_EVERY = 1_000;

/** Two MiB in all and a quarter from each partition, where the client is at its best. */
export const FETCH = { maxBytes: 2_097_152, maxBytesPerPartition: 262_144 };

/** The task of this process, which is a contender. */
export function readTask(): Task {
  return JSON.parse(process.argv[2] ?? '') as Task; // the bench wrote it
}

export function printReport(report: Report): void {
  process.stdout.write(`${JSON.stringify(report)}\n`);
}
