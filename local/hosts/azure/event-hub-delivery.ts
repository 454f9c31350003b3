import type { Clock } from '../../clock.ts';
import { type HubEvent, toBatchInput, toSingleInput } from './event-hub-batch.ts';
import { type InvocationInput, type InvocationResult, invokeFunction } from './invocation.ts';
import { nextRetryDelay } from './retry-policy.ts';
import { toTrigger } from './trigger.ts';
import type { RegisteredFunction } from './worker-app.ts';

/** How a batch ended. The checkpoint moves on after either: a failed batch is not read again. */
export type BatchResult = { readonly outcome: 'succeeded' | 'failed'; readonly attempts: number };

export type HubDelivery = (
  registered: RegisteredFunction,
  partitionId: string,
  events: readonly HubEvent[],
) => Promise<BatchResult>;

type Context = {
  readonly clock: Clock;
  readonly random: () => number;
  readonly timeoutMs: number;
  readonly closing: AbortSignal;
};

/**
 * Delivers batches as the Event Hubs trigger does: one at a time per partition, retried in place by the function's retry
 * policy, so that a failing batch holds its partition up. A delivery rejects only when the host closes.
 */
export function createHubDelivery(context: Context): HubDelivery {
  const partitions = new Map<string, Promise<unknown>>();
  return (registered, partitionId, events) => {
    const key = `${registered.metadata.name}/${partitionId}`;
    const before = partitions.get(key) ?? Promise.resolve();
    const result = before
      .catch(() => {})
      .then(() => deliver(registered, toInputs(registered, partitionId, events), context));
    partitions.set(key, result);
    return result;
  };
}

function toInputs(registered: RegisteredFunction, partitionId: string, events: readonly HubEvent[]): InvocationInput[] {
  const trigger = toTrigger(registered);
  if (trigger.cardinality === 'many') return [toBatchInput(trigger, partitionId, events)];
  return events.map((event) => toSingleInput(trigger, partitionId, event));
}

async function deliver(
  registered: RegisteredFunction,
  inputs: InvocationInput[],
  context: Context,
): Promise<BatchResult> {
  let outcome: BatchResult['outcome'] = 'succeeded';
  let attempts = 0;
  for (const input of inputs) {
    const result = await deliverOne(registered, input, context);
    if (result.outcome === 'failed') outcome = 'failed';
    attempts += result.attempts;
  }
  return { outcome, attempts };
}

async function deliverOne(
  registered: RegisteredFunction,
  input: InvocationInput,
  context: Context,
): Promise<BatchResult> {
  let result = await invokeFunction(registered, input, context.timeoutMs);
  let attempts = 1;
  for (; result.kind === 'failed'; attempts++) {
    const delayMs = nextRetryDelay(registered.metadata.retryOptions, attempts, context.random);
    if (delayMs === undefined) return { outcome: 'failed', attempts };
    await sleep(context, delayMs);
    result = await invokeFunction(
      registered,
      withRetryContext(input, registered, { attempts, result }),
      context.timeoutMs,
    );
  }
  return { outcome: 'succeeded', attempts };
}

type Failure = { attempts: number; result: Extract<InvocationResult, { kind: 'failed' }> };

function withRetryContext(
  input: InvocationInput,
  registered: RegisteredFunction,
  { attempts, result }: Failure,
): InvocationInput {
  const maxRetryCount = registered.metadata.retryOptions?.maxRetryCount ?? 0;
  return { ...input, retryContext: { retryCount: attempts, maxRetryCount, exception: { message: result.message } } };
}

function sleep({ clock, closing }: Context, ms: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      cancel();
      reject(new Error('The host is closing'));
    };
    const cancel = clock.after(ms, () => {
      closing.removeEventListener('abort', stop);
      resolve();
    });
    closing.addEventListener('abort', stop, { once: true });
    if (closing.aborted) stop();
  });
}
