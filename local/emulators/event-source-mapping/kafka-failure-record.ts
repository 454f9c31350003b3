import type { StoredRecord } from '../../hosts/lambda/invocation-record.ts';
import { arn } from '../aws-account.ts';
import { recordName } from '../aws-record-name.ts';
import type { InvokeResult } from './invoke.ts';
import { type KafkaSource, partitionKey, toEventText } from './kafka-event.ts';
import type { LogRecord } from './log.ts';

/**
 * What Lambda sends to an S3 on-failure destination for a batch that it gives up (AWS Lambda Developer Guide,
 * "Capturing discarded batches for Amazon MSK and self-managed Apache Kafka event sources").
 */
export type KafkaFailureRecord = {
  readonly requestContext: {
    readonly requestId: string;
    readonly functionArn: string;
    readonly condition: KafkaFailureCondition;
    readonly approximateInvokeCount: number;
  };
  /** Null when the function was never invoked with this batch. */
  readonly responseContext: { statusCode: 200; executedVersion: '$LATEST'; functionError?: string } | null;
  readonly version: '1.0';
  readonly timestamp: string;
  readonly KafkaBatchInfo: {
    readonly batchSize: number;
    readonly eventSourceArn?: string;
    readonly bootstrapServers: string;
    /** In bytes. */
    readonly payloadSize: number;
    readonly recordsInfo: Record<string, PartitionInfo>;
  };
  /** The whole event, as JSON text. */
  readonly payload: string;
};

export type KafkaFailureCondition = 'RetryAttemptsExhausted' | 'RecordAgeExceeded';

type PartitionInfo = Record<`${'first' | 'last'}Record${'Offset' | 'Timestamp'}`, string>;

export type OnKafkaFailure = (record: KafkaFailureRecord, stored: StoredRecord) => void | Promise<void>;

export type GivenUp = {
  readonly batch: readonly LogRecord[];
  readonly condition: KafkaFailureCondition;
  readonly invocations: number;
  readonly lastResult: InvokeResult | undefined;
};

export type FailureSource = { readonly source: KafkaSource; readonly functionName: string; readonly mappingId: string };

/** The record of a batch that is given up at `now`, and the object that S3 would hold. */
export function toKafkaFailure(given: GivenUp, from: FailureSource, now: number): [KafkaFailureRecord, StoredRecord] {
  const { batch, condition, lastResult } = given;
  const { eventSource: _, ...origin } = from.source;
  const payload = toEventText(batch, from.source);
  const record: KafkaFailureRecord = {
    requestContext: {
      requestId: lastResult?.requestId ?? '',
      functionArn: arn('lambda', `function:${from.functionName}`),
      condition,
      approximateInvokeCount: given.invocations,
    },
    responseContext: lastResult ? toResponseContext(lastResult) : null,
    version: '1.0',
    timestamp: new Date(now).toISOString(),
    KafkaBatchInfo: {
      batchSize: batch.length,
      ...origin,
      payloadSize: Buffer.byteLength(payload),
      recordsInfo: toRecordsInfo(batch),
    },
    payload,
  };
  const place = batch[0] ? partitionKey(batch[0]) : 'empty';
  const key = `aws/lambda/${from.mappingId}/${place}/${recordName(now)}`;
  return [record, { key, body: JSON.stringify(record) }];
}

function toResponseContext({ functionError }: InvokeResult): KafkaFailureRecord['responseContext'] {
  return { statusCode: 200, executedVersion: '$LATEST', ...(functionError !== undefined && { functionError }) };
}

function toRecordsInfo(batch: readonly LogRecord[]): Record<string, PartitionInfo> {
  const infos = [...Map.groupBy(batch, partitionKey)].map(([key, list]) => [key, toPartitionInfo(list)] as const);
  return Object.fromEntries(infos);
}

function toPartitionInfo(list: readonly LogRecord[]): PartitionInfo {
  const [first, last] = [list[0], list.at(-1)];
  return {
    firstRecordOffset: String(first?.offset),
    lastRecordOffset: String(last?.offset),
    firstRecordTimestamp: new Date(first?.timestamp ?? 0).toISOString(),
    lastRecordTimestamp: new Date(last?.timestamp ?? 0).toISOString(),
  };
}
