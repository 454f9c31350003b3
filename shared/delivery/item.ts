import type { CloudEvent } from '../schemas/cloudevent.ts';
import type { Result } from '../schemas/result.ts';

/** One event as an adapter decoded it. `Ref` is the cloud's own handle on it, made by decode and read by ack alone. */
export type Item<Ref> = {
  readonly ref: Ref;
  /** What the source keeps in order: a partition, an ordering key, a message group. Items of one lane run one after another. */
  readonly lane: string;
  /** The source holds a lane back while one of it fails: then so do we, and what comes after a retry is not run. */
  readonly inOrder?: true;
  /** The source brings again at once what is not done: then the call itself waits for a back-off, a lease or a store, while time allows. */
  readonly atOnce?: true;
  /** How long the source may redeliver it, in milliseconds; two weeks, the most that a claim is kept, unless told. */
  readonly horizon?: number;
  readonly event: Result<CloudEvent>;
  /** What the cloud handed us, byte for byte where it hands over bytes. */
  readonly raw: Uint8Array;
  /** What the adapter's own `copyLetter` port gets with a letter, such as the whole record. Nothing else looks into it. */
  readonly origin?: unknown;
};

/** An item and what the cloud must be told of it. */
export type Settled<Ref> = {
  readonly ref: Ref;
  readonly lane: string;
  /** `done` only when every delivery is done or a durable dead letter. */
  readonly verdict: Verdict;
};

export type Verdict =
  | { readonly kind: 'done' }
  /** `waiting`: nothing failed, it is only not time yet. */
  | { readonly kind: 'retry'; readonly after?: number; readonly waiting: boolean };
