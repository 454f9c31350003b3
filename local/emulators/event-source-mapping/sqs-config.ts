/** The settings of an SQS event source mapping, under the names of CreateEventSourceMapping in the Lambda API. */
export type SqsMappingConfig = {
  /** 1 to 10,000, above 10 only with a window of a second or more; 10 at most for a FIFO queue; 10 by default. */
  readonly BatchSize?: number;
  /** 0 to 300, 0 by default; a FIFO queue has none. */
  readonly MaximumBatchingWindowInSeconds?: number;
  /** Invocations at a time, 2 to 1,000; 5, which Lambda starts with, by default. */
  readonly ScalingConfig?: { readonly MaximumConcurrency: number };
  readonly FunctionResponseTypes?: readonly 'ReportBatchItemFailures'[];
};

export type SqsSettings = {
  readonly batchSize: number;
  readonly windowMs: number;
  readonly concurrency: number;
  readonly partialResponses: boolean;
};

/** The settings with their defaults; throws, as the API refuses, what is out of range. */
export function readSqsConfig(config: SqsMappingConfig, fifo = false): SqsSettings {
  const { BatchSize: batchSize = 10, MaximumBatchingWindowInSeconds: seconds = 0 } = config;
  const concurrency = config.ScalingConfig?.MaximumConcurrency ?? 5;
  if (!(batchSize >= 1 && batchSize <= 10_000)) throw new Error(`BatchSize must be from 1 to 10000, not ${batchSize}`);
  if (fifo && batchSize > 10) throw new Error(`BatchSize must be at most 10 for a FIFO queue, not ${batchSize}`);
  const badWindow = !(seconds >= 0 && seconds <= 300) || (fifo && seconds > 0);
  if (badWindow) throw new Error(`MaximumBatchingWindowInSeconds must be from 0 to ${fifo ? 0 : 300}, not ${seconds}`);
  if (batchSize > 10 && seconds < 1)
    throw new Error('A BatchSize above 10 needs MaximumBatchingWindowInSeconds of 1 or more');
  if (!(concurrency >= 2 && concurrency <= 1000))
    throw new Error(`MaximumConcurrency must be from 2 to 1000, not ${concurrency}`);
  const partialResponses = config.FunctionResponseTypes?.includes('ReportBatchItemFailures') ?? false;
  return { batchSize, windowMs: seconds * 1000, concurrency, partialResponses };
}
