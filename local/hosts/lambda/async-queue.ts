import type { Clock } from '../../clock.ts';
import type { Invocation, Outcome } from './environment.ts';
import type { FunctionIdentity } from './function-identity.ts';
import { type InvocationRecord, type StoredRecord, toInvocationRecord } from './invocation-record.ts';

export type OnFailure = (record: InvocationRecord, stored: StoredRecord) => void | Promise<void>;

export type AsyncQueueSettings = {
  readonly identity: FunctionIdentity;
  readonly run: (invocation: Invocation) => Promise<Outcome>;
  readonly clock: Clock;
  readonly onFailure: OnFailure | undefined;
  readonly onLog: (line: string) => void;
};

export type AsyncQueue = {
  readonly accept: (invocation: Invocation) => void;
  /** Events that are neither done nor given up. */
  readonly pending: () => number;
  /** Forgets what has not been delivered. */
  readonly close: () => void;
};

type Entry = { readonly invocation: Invocation; readonly acceptedAt: number; tries: number; answer?: string };

/** Milliseconds before the second and the third try ("How Lambda handles errors … with asynchronous invocation"). */
const retryAfter = [60_000, 120_000];
const maxAge = 6 * 60 * 60 * 1000;

/** Lambda's queue of asynchronous invocations: up to three tries for an event that the handler fails. */
export function createAsyncQueue(settings: AsyncQueueSettings): AsyncQueue {
  const { clock } = settings;
  const cancels = new Map<Entry, () => void>();
  let closed = false;
  const attempt = (entry: Entry) => {
    tryOnce(entry).catch((error: unknown) => drop(entry, error));
  };
  const drop = (entry: Entry, error: unknown) => {
    cancels.delete(entry);
    if (!closed) settings.onLog(`The event ${entry.invocation.requestId} is lost: ${error}`);
  };
  const tryOnce = async (entry: Entry) => {
    if (clock.now() - entry.acceptedAt > maxAge) return giveUp(entry, 'EventAgeExceeded');
    const outcome = await settings.run(entry.invocation);
    entry.tries++;
    if (closed || outcome.kind === 'response') return void cancels.delete(entry);
    entry.answer = outcome.payload;
    const wait = retryAfter[entry.tries - 1];
    if (wait === undefined) return giveUp(entry, 'RetriesExhausted');
    cancels.set(
      entry,
      clock.after(wait, () => attempt(entry)),
    );
  };
  const giveUp = async (entry: Entry, condition: 'RetriesExhausted' | 'EventAgeExceeded') => {
    settings.onLog(`The event ${entry.invocation.requestId} is given up after ${entry.tries} tries: ${condition}`);
    await settings.onFailure?.(...toRecord(entry, condition, settings));
    cancels.delete(entry);
  };
  const accept = (invocation: Invocation) => {
    const entry: Entry = { invocation, acceptedAt: clock.now(), tries: 0 };
    cancels.set(entry, () => {});
    attempt(entry);
  };
  const close = () => {
    closed = true;
    for (const cancel of cancels.values()) cancel();
    cancels.clear();
  };
  return { accept, pending: () => cancels.size, close };
}

function toRecord(entry: Entry, condition: 'RetriesExhausted' | 'EventAgeExceeded', settings: AsyncQueueSettings) {
  const { identity, clock } = settings;
  const requestContext = {
    requestId: entry.invocation.requestId,
    functionArn: `${identity.arn}:$LATEST`,
    condition,
    approximateInvokeCount: entry.tries,
  };
  const { payload: requestPayload } = entry.invocation;
  const discarded = { functionName: identity.name, requestContext, requestPayload, responsePayload: entry.answer };
  return toInvocationRecord(discarded, clock.now());
}
