import type { Clock } from '../../clock.ts';
import { parseBatchResponse } from './batch-response.ts';
import type { InvokeResult } from './invoke.ts';
import type { KafkaSettings } from './kafka-config.ts';
import { partitionKey } from './kafka-event.ts';
import type { GivenUp } from './kafka-failure-record.ts';
import type { LogRecord } from './log.ts';
import type { MappingEvent } from './mapping-event.ts';
import { backOff, type Waits } from './waits.ts';

export type DeliveryOptions = {
  readonly settings: KafkaSettings;
  readonly clock: Clock;
  readonly waits: Waits;
  /** Invokes the function with the event of a batch. */
  readonly invoke: (batch: readonly LogRecord[]) => Promise<InvokeResult>;
  /** True when the topic itself no longer has the record. */
  readonly expired: (record: LogRecord) => boolean;
  readonly discard: (given: GivenUp) => Promise<void>;
  readonly onEvent: (event: MappingEvent) => void;
};

/** A batch, or the part of one that is left, and what has become of it so far. */
type Work = {
  readonly batch: readonly LogRecord[];
  readonly retries: number;
  readonly invocations: number;
  /** How often in a row the function could not be invoked at all. */
  readonly unreachable: number;
  readonly lastResult: InvokeResult | undefined;
};

type Failed = { readonly kind: 'failed'; readonly left: readonly LogRecord[]; readonly reason: string };
type Attempt =
  | { readonly kind: 'succeeded' }
  | { readonly kind: 'unreachable'; readonly reason: string }
  | (Failed & { readonly result: InvokeResult });

/** Invokes with a batch until all of it is done or given up, by the mapping's error settings. */
export function deliverBatch(batch: readonly LogRecord[], options: DeliveryOptions): Promise<void> {
  return workOff({ batch, retries: 0, invocations: 0, unreachable: 0, lastResult: undefined }, options);
}

async function workOff(start: Work, options: DeliveryOptions): Promise<void> {
  let left: Work | undefined = start;
  while (left && !options.waits.closed()) left = await step(left, options);
}

/** One invocation and what follows from it; gives what is left to do. */
async function step(work: Work, options: DeliveryOptions): Promise<Work | undefined> {
  const batch = await dropOld(work, options);
  if (batch.length === 0) return undefined;
  const attempt = await tryOnce(batch, options);
  if (attempt.kind === 'failed') return afterFailure({ ...work, batch }, attempt, options);
  options.onEvent({ ...attempt, records: batch.length });
  if (attempt.kind === 'succeeded') return undefined;
  const unreachable = work.unreachable + 1;
  await options.waits.wait(backOff(unreachable));
  return { ...work, batch, unreachable };
}

async function afterFailure(work: Work, failed: Attempt & Failed, options: DeliveryOptions): Promise<Work | undefined> {
  const { settings, waits, onEvent, discard } = options;
  const { left: batch, result: lastResult } = failed;
  onEvent({ kind: 'failed', records: batch.length, reason: failed.reason });
  const after = { ...work, batch, lastResult, unreachable: 0, invocations: work.invocations + 1 };
  const wholeBatch = batch.length === work.batch.length;
  if (settings.bisect && wholeBatch && batch.length > 1) return workOffHalves(after, options);
  const retries = work.retries + 1;
  if (retries > settings.maxRetries) return void (await discard({ ...after, condition: 'RetryAttemptsExhausted' }));
  await waits.wait(backOff(retries));
  return { ...after, retries };
}

/** One half after the other, to keep the order of each partition; a split costs no retry. */
async function workOffHalves(work: Work, options: DeliveryOptions): Promise<undefined> {
  await options.waits.wait(backOff(1));
  const middle = Math.ceil(work.batch.length / 2);
  for (const batch of [work.batch.slice(0, middle), work.batch.slice(middle)])
    await workOff({ ...work, batch }, options);
}

/** Gives up the records that are too old, and gives the others. */
async function dropOld(work: Work, options: DeliveryOptions): Promise<readonly LogRecord[]> {
  const { clock, settings, expired, discard, onEvent } = options;
  const kept = work.batch.filter((record) => !expired(record));
  const gone = work.batch.length - kept.length;
  if (gone > 0) onEvent({ kind: 'discarded', records: gone, reason: 'the topic no longer keeps them' });
  const old = kept.filter((record) => clock.now() - record.timestamp > settings.maxAgeMs);
  if (old.length > 0) await discard({ ...work, batch: old, condition: 'RecordAgeExceeded' });
  return kept.filter((record) => !old.includes(record));
}

async function tryOnce(batch: readonly LogRecord[], options: DeliveryOptions): Promise<Attempt> {
  options.onEvent({ kind: 'invoked', records: batch.length });
  try {
    const result = await options.invoke(batch);
    const failed = failures(batch, result, options.settings.partialResponses);
    return failed ? { ...failed, result } : { kind: 'succeeded' };
  } catch (error) {
    return { kind: 'unreachable', reason: error instanceof Error ? error.message : String(error) };
  }
}

/** The records that the function did not do, and why; undefined when it did all. */
function failures(batch: readonly LogRecord[], result: InvokeResult, partialResponses: boolean): Failed | undefined {
  if (result.functionError !== undefined) return { kind: 'failed', left: batch, reason: result.payload };
  if (!partialResponses) return undefined;
  const response = parseBatchResponse(result.payload);
  if (response.kind === 'succeeded') return undefined;
  if (response.kind === 'failed') return { kind: 'failed', left: batch, reason: response.reason };
  const reported = response.identifiers.map(identifierKey);
  const again = new Set(reported);
  const known = new Set(batch.map(recordKey));
  const stranger = reported.findIndex((key) => key === undefined || !known.has(key));
  const reason = stranger === -1 ? 'batchItemFailures' : `item ${stranger} of batchItemFailures is not in the batch`;
  const left = stranger === -1 ? batch.filter((record) => again.has(recordKey(record))) : batch;
  return { kind: 'failed', left, reason };
}

function recordKey(record: LogRecord): string {
  return `${partitionKey(record)}@${record.offset}`;
}

/** Of `{ partition: "TOPIC-PARTITION", offset: 7 }`; undefined for anything else. */
function identifierKey(identifier: unknown): string | undefined {
  if (typeof identifier !== 'object' || identifier === null) return undefined;
  if (!('partition' in identifier) || !('offset' in identifier)) return undefined;
  const { partition, offset } = identifier;
  return typeof partition === 'string' && typeof offset === 'number' ? `${partition}@${offset}` : undefined;
}
