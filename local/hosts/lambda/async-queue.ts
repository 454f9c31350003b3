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

type Condition = InvocationRecord['requestContext']['condition'];
type Entry = { readonly invocation: Invocation; readonly acceptedAt: number; tries: number; answer?: string };

/** Entries that are not done, and what ends the waiting of each. */
type Waiting = Map<Entry, () => void>;

/** Milliseconds before the second and the third try ("How Lambda handles errors … with asynchronous invocation"). */
const retryAfter = [60_000, 120_000];
const maxAge = 6 * 60 * 60 * 1000;

/** Lambda's queue of asynchronous invocations: up to three tries for an event that the handler fails. */
export function createAsyncQueue(settings: AsyncQueueSettings): AsyncQueue {
  const waiting: Waiting = new Map();
  const accept = (invocation: Invocation) => {
    const entry: Entry = { invocation, acceptedAt: settings.clock.now(), tries: 0 };
    waiting.set(entry, () => {});
    attempt(entry, waiting, settings);
  };
  const close = () => {
    for (const cancel of waiting.values()) cancel();
    waiting.clear();
  };
  return { accept, pending: () => waiting.size, close };
}

function attempt(entry: Entry, waiting: Waiting, settings: AsyncQueueSettings): void {
  tryOnce(entry, waiting, settings).catch((error: unknown) => {
    const closed = !waiting.delete(entry);
    if (!closed) settings.onLog(`The event ${entry.invocation.requestId} is lost: ${error}`);
  });
}

async function tryOnce(entry: Entry, waiting: Waiting, settings: AsyncQueueSettings): Promise<void> {
  const { clock, run } = settings;
  const tooOld = clock.now() - entry.acceptedAt > maxAge;
  const wait = tooOld ? undefined : await runOnce(entry, run);
  if (!waiting.has(entry)) return; // closed meanwhile
  if (wait !== undefined && wait !== 'done') {
    waiting.set(
      entry,
      clock.after(wait, () => attempt(entry, waiting, settings)),
    );
    return;
  }
  if (wait === undefined) await giveUp(entry, tooOld ? 'EventAgeExceeded' : 'RetriesExhausted', settings);
  waiting.delete(entry);
}

/** Gives the wait until the next try; undefined when there is none left. */
async function runOnce(entry: Entry, run: AsyncQueueSettings['run']): Promise<number | 'done' | undefined> {
  const outcome = await run(entry.invocation);
  entry.tries++;
  if (outcome.kind === 'response') return 'done';
  entry.answer = outcome.payload;
  return retryAfter[entry.tries - 1];
}

async function giveUp(entry: Entry, condition: Condition, settings: AsyncQueueSettings): Promise<void> {
  const { onLog, onFailure } = settings;
  onLog(`The event ${entry.invocation.requestId} is given up after ${entry.tries} tries: ${condition}`);
  await onFailure?.(...toRecord(entry, condition, settings));
}

function toRecord(entry: Entry, condition: Condition, settings: AsyncQueueSettings) {
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
