import type { Blobs, Mail, StateStore } from '../routing/context.ts';
import type { Outcome } from '../routing/outcome.ts';
import type { CloudEvent } from '../schemas/cloudevent.ts';

/** Everything that the delivery core needs of the world. An adapter supplies it; nothing else tells one cloud from another. */
export type Ports = {
  readonly blobs: Blobs;
  readonly mail: Mail;
  readonly state: StateStore;
  /** Resolves once all events are durable with the broker. Throws a PortError otherwise: then some may be, some not. */
  readonly publish: (events: readonly CloudEvent[]) => Promise<void>;
  /** Resolves once the letter is durable; the same id twice is one letter. */
  readonly fileLetter: (letter: Letter) => Promise<void>;
  readonly log: (line: LogLine) => void;
  readonly clock: Clock;
  /** From 0 to below 1, for jitter. */
  readonly random: () => number;
  /** A name that no other call gets. */
  readonly newOwner: () => string;
};

export type Clock = {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Runs `task` after `ms` milliseconds; the returned function cancels it. */
  readonly after: (ms: number, task: () => void) => () => void;
};

/** An event that could not be delivered, with all that is needed to mend and redrive it. */
export type Letter = {
  readonly id: string;
  readonly route?: string;
  readonly code: string;
  readonly reason: string;
  readonly attempts: number;
  readonly event?: CloudEvent;
  /** What the cloud handed us, byte for byte. */
  readonly raw: Uint8Array;
};

/** One structured line. It never holds event data. */
export type LogLine = { readonly level: 'info' | 'warn' | 'error'; readonly message: string } & Readonly<
  Record<string, unknown>
>;

/** What one route made of one event. */
export type Delivery = {
  readonly event?: CloudEvent;
  readonly route?: string;
  readonly outcome: Outcome;
  readonly attempt: number;
  readonly ms: number;
};
