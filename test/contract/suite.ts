import { afterAll, beforeAll, describe } from '@jest/globals';
import type { Bench } from './bench.ts';
import { describeBadInput } from './cases/bad-input.ts';
import { describeBatches } from './cases/batches.ts';
import { describeOrders } from './cases/orders.ts';
import { describePartialFailures } from './cases/partial-failures.ts';
import { describeRetries } from './cases/retries.ts';
import { describeSkips } from './cases/skips.ts';
import { describeUploads } from './cases/uploads.ts';
import type { Harness } from './harness.ts';
import { type Host, startHost } from './host.ts';
import { jpeg } from './things.ts';

/** The contract of an adapter, run in its real runtime: one host process, and one case after another. */
export function describeAdapter<Payload>(harness: Harness<Payload>): void {
  let host: Host | undefined;
  let photo: Uint8Array | undefined;
  const bench: Bench<Payload> = {
    harness,
    host: () => started(host),
    photo: () => started(photo),
    send: ({ payload }) => harness.send(started(host).url, payload),
  };
  beforeAll(async () => {
    photo = await jpeg();
    host = await startHost(harness.cloud, harness.env);
  });
  afterAll(() => host?.stop());
  describe(`the ${harness.cloud} adapter`, () => {
    describeUploads(bench);
    describeOrders(bench);
    describeSkips(bench);
    describeBatches(bench);
    describePartialFailures(bench);
    describeRetries(bench);
    describeBadInput(bench);
  });
}

function started<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('The host is not up');
  return value;
}
