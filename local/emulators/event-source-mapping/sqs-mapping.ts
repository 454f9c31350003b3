import type { Clock } from '../../clock.ts';
import type { Queue } from '../sqs/queue.ts';
import type { ReceivedMessage } from '../sqs/stored-message.ts';
import { parseBatchResponse } from './batch-response.ts';
import type { Invoke, InvokeResult } from './invoke.ts';
import type { Mapping } from './mapping.ts';
import type { MappingEvent } from './mapping-event.ts';
import { createPolling } from './polling.ts';
import { readSqsConfig, type SqsMappingConfig } from './sqs-config.ts';
import { toSqsEventText } from './sqs-event.ts';

export type SqsMappingOptions = {
  readonly queue: Queue;
  readonly invoke: Invoke;
  readonly clock: Clock;
  readonly config?: SqsMappingConfig;
  readonly onEvent?: (event: MappingEvent) => void;
};

/** What the bodies and attributes of a batch may have, so that the event stays below 6 MB. */
const maxBatchBytes = 5 * 1024 * 1024;

/**
 * Lambda's event source mapping for SQS: messages that the function does are deleted; the others come back when their
 * visibility timeout ends (AWS Lambda Developer Guide, "Using Lambda with Amazon SQS").
 */
export function startSqsMapping(options: SqsMappingOptions): Mapping {
  const { queue, clock } = options;
  const { batchSize, windowMs, concurrency, partialResponses } = readSqsConfig(
    options.config ?? {},
    queue.options.fifo,
  );
  let closed = false;
  const ready = () => {
    const { visible } = queue.stats();
    return { some: visible > 0, full: visible >= batchSize };
  };
  const take = () => queue.receive({ max: batchSize, maxBytes: maxBatchBytes });
  const deliver = async (batch: readonly ReceivedMessage[]) => {
    const done = await tryOnce(batch, partialResponses, options);
    if (!closed) for (const { receiptHandle } of done) queue.remove(receiptHandle);
  };
  const polling = createPolling({ clock, windowMs, limit: concurrency, ready, take, deliver });
  const stop = queue.onVisible(polling.wake);
  const close = () => {
    closed = true;
    stop();
    polling.close();
  };
  polling.wake();
  const pending = () => {
    const { visible, inFlight, delayed } = queue.stats();
    return visible + inFlight + delayed;
  };
  return { pending, idle: () => polling.underWay() === 0 && pending() === 0, close };
}

/** Invokes with a batch and gives the messages that are done. */
async function tryOnce(batch: readonly ReceivedMessage[], partial: boolean, options: SqsMappingOptions) {
  const { queue, invoke, onEvent = () => {} } = options;
  onEvent({ kind: 'invoked', records: batch.length });
  try {
    const result = await invoke(toSqsEventText(batch, queue.arn));
    const { done, reason } = readResult(batch, result, partial);
    const records = batch.length - done.length;
    onEvent(records === 0 ? { kind: 'succeeded', records: batch.length } : { kind: 'failed', records, reason });
    return done;
  } catch (error) {
    onEvent({
      kind: 'unreachable',
      records: batch.length,
      reason: error instanceof Error ? error.message : String(error),
    });
    return [];
  }
}

function readResult(batch: readonly ReceivedMessage[], result: InvokeResult, partialResponses: boolean) {
  if (result.functionError !== undefined) return { done: [], reason: result.payload };
  const response = partialResponses ? parseBatchResponse(result.payload) : { kind: 'succeeded' as const };
  if (response.kind === 'succeeded') return { done: batch, reason: '' };
  if (response.kind === 'failed') return { done: [], reason: response.reason };
  const failed = new Set(response.identifiers);
  const known = new Set<unknown>(batch.map(({ messageId }) => messageId));
  const strange = response.identifiers.some((id) => !known.has(id));
  if (strange) return { done: [], reason: 'batchItemFailures names what is not in the batch' };
  return { done: batch.filter(({ messageId }) => !failed.has(messageId)), reason: 'batchItemFailures' };
}
