import type { Blobs, Mail, Payments, StateStore } from '../routing/context.ts';
import type { Outcome } from '../routing/outcome.ts';
import type { CloudEvent } from '../schemas/cloudevent.ts';
import type { CopyLetter } from './letters.ts';

/** Everything that the delivery core needs of the world. An adapter supplies it; nothing else tells one cloud from another. */
export type Ports = {
  readonly blobs: Blobs;
  readonly mail: Mail;
  readonly payments: Payments;
  readonly state: StateStore;
  readonly bodies: Bodies;
  /** Where letters go besides, such as a topic of their own. */
  readonly copyLetter?: CopyLetter | undefined;
  /** Resolves once all events are durable with the broker. Throws a PortError otherwise: then some may be, some not. */
  readonly publish: (events: readonly CloudEvent[]) => Promise<void>;
  readonly log: (line: LogLine) => void;
  readonly clock: Clock;
  /** From 0 to below 1, for jitter. */
  readonly random: () => number;
  /** A name that no other call gets. */
  readonly newOwner: () => string;
};

/** What is too large for a state record: the bodies of dead letters, and outboxes over 32 KiB. */
export type Bodies = {
  /** Resolves once the body is durable. A name that is there already keeps what it has: bodies are named after what they hold. */
  readonly put: (name: string, bytes: Uint8Array) => Promise<void>;
  /** Undefined when there is none. */
  readonly get: (name: string) => Promise<Uint8Array | undefined>;
};

export type Clock = {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Runs `task` after `ms` milliseconds; the returned function cancels it. */
  readonly after: (ms: number, task: () => void) => () => void;
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
  /** What it emitted, once it is written into the claim. */
  readonly emitted?: readonly CloudEvent[];
};
