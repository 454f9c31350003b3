import { sampleOrder } from '../../../local/samples/sample-order.ts';
import { toSampleEvent } from '../../../local/samples/to-sample-event.ts';
import type { Checkout } from '../support/checkout.ts';
import type { Finished } from '../support/child.ts';
import type { RunningStart } from '../support/laptop.ts';

/** One `npm start` that several suites send to, one after the other. */
export type StaysBench = {
  readonly checkout: Checkout;
  readonly start: RunningStart;
  /** Runs the `waybill` command of that checkout. */
  readonly run: (...args: readonly string[]) => Promise<Finished>;
  /** Sends a body to a path of its control address. */
  readonly post: (path: string, body: string) => Promise<Response>;
};

export const order = (id: string) => toSampleEvent('order.placed', sampleOrder(id));
