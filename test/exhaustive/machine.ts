import type { Desk } from '../../shared/delivery/close.ts';
import type { Delivery } from '../../shared/delivery/ports.ts';
import type { Call, Durable } from './durable.ts';

/** What is explored: the real code that a worker runs for an input, and what must hold in every world that it makes. */
export type Machine = {
  /** What a worker can be given now. An event comes again whether or not it was acknowledged. */
  readonly inputs: (durable: Durable) => readonly string[];
  /** What comes to a lone worker in the end, until it is acknowledged. */
  readonly atLast: (durable: Durable) => readonly string[];
  readonly run: (desk: Desk, input: string) => Promise<readonly Delivery[]>;
  /** What is wrong with a step, in words. */
  readonly check: (step: Taken) => string | undefined;
  /** Whether all is done, when nothing more comes that was acknowledged. */
  readonly isSettled: (durable: Durable) => boolean;
};

export type Taken = { readonly before: Durable; readonly call: Call; readonly after: Durable };

/** How far an exploration goes; within these, everything that can happen is looked at. */
export type Bounds = {
  /** How many workers there are at once. */
  readonly workers: number;
  /** How often a worker is started, restarts included: each time on any event. */
  readonly starts: number;
  /** How often time may pass, and by how much: past every lease. */
  readonly ticks: number;
  readonly tick: number;
  /** How many calls end in an error, before or after their effect. Crashes have no bound but `starts`. */
  readonly errors: number;
  /** How many writes are still under way when their worker is gone or has given up on them, and take effect at any time later. */
  readonly flights: number;
};
