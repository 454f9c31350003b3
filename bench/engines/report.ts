import type { Answer } from '../workloads/case.ts';

/** What a program that measures one cell prints, as one line of JSON. */
export type Report = {
  readonly buildMs: number;
  /** What the rules keep on the heap, where a program can tell. */
  readonly bytesPerRule?: number;
  readonly inputs: Readonly<Partial<Record<Input, Measured>>>;
};

/** What an event comes as: UTF-8 bytes, a text, an object that is parsed already. */
export type Input = 'bytes' | 'text' | 'object';

/** `events` is how many were matched for the answer, and `rates` are the rounds' events per second. */
export type Measured = Answer & { readonly events: number; readonly rates: readonly number[] };

/** Instead of a report, when building would take longer than the settings allow. */
export type NotBuilt = { readonly notBuilt: string };

/** In milliseconds, but for the number of rounds. */
export type Settings = {
  /** The longest that the first pass over the events may take, which gives the answer and is a part of warming up. */
  readonly verify: number;
  readonly warmUp: number;
  readonly round: number;
  readonly rounds: number;
  /** The longest for a whole cell. */
  readonly limit: number;
};
