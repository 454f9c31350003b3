/** The settings of a Kafka event source mapping, under the names of CreateEventSourceMapping in the Lambda API. */
export type KafkaMappingConfig = {
  /** 1 to 10,000; 100 by default. */
  readonly BatchSize?: number;
  /** 0 to 300; half a second by default. */
  readonly MaximumBatchingWindowInSeconds?: number;
  /** TRIM_HORIZON by default; on AWS it must be chosen. */
  readonly StartingPosition?: 'TRIM_HORIZON' | 'LATEST';
  /** Present means provisioned mode, which the four settings below need. */
  readonly ProvisionedPollerConfig?: { readonly MinimumPollers?: number; readonly MaximumPollers?: number };
  /** 0 to 10,000, or -1, the default: without end, or 10 with an on-failure destination. */
  readonly MaximumRetryAttempts?: number;
  /** 60 to 604,800, or -1, the default: any age. */
  readonly MaximumRecordAgeInSeconds?: number;
  readonly BisectBatchOnFunctionError?: boolean;
  readonly FunctionResponseTypes?: readonly 'ReportBatchItemFailures'[];
};

export type KafkaSettings = {
  readonly batchSize: number;
  readonly windowMs: number;
  readonly fromLatest: boolean;
  readonly pollers: number;
  readonly maxRetries: number;
  readonly maxAgeMs: number;
  readonly bisect: boolean;
  readonly partialResponses: boolean;
};

const provisionedOnly = [
  'MaximumRetryAttempts',
  'MaximumRecordAgeInSeconds',
  'BisectBatchOnFunctionError',
  'FunctionResponseTypes',
] as const;

/** Lambda's own bound on retries that are unlimited but have an on-failure destination ("Kafka retry configurations"). */
const retriesWithDestination = 10;

/** The settings with their defaults; throws, as the API refuses, what is out of range or needs provisioned mode. */
export function readKafkaConfig(config: KafkaMappingConfig, hasDestination: boolean): KafkaSettings {
  const { BatchSize = 100, MaximumBatchingWindowInSeconds = 0.5, MaximumRetryAttempts = -1 } = config;
  const { MaximumRecordAgeInSeconds: age = -1, ProvisionedPollerConfig: provisioned } = config;
  check('BatchSize', BatchSize, 1, 10_000);
  check('MaximumBatchingWindowInSeconds', MaximumBatchingWindowInSeconds, 0, 300);
  check('MaximumRetryAttempts', MaximumRetryAttempts, -1, 10_000);
  if (age !== -1) check('MaximumRecordAgeInSeconds', age, 60, 604_800);
  if (provisioned?.MaximumPollers !== undefined) check('MaximumPollers', provisioned.MaximumPollers, 1, 2_000);
  const refused = provisionedOnly.find((name) => config[name] !== undefined);
  if (!provisioned && refused) throw new Error(`${refused} needs provisioned mode: set ProvisionedPollerConfig`);
  const unlimited = hasDestination ? retriesWithDestination : Number.POSITIVE_INFINITY;
  return {
    batchSize: BatchSize,
    windowMs: MaximumBatchingWindowInSeconds * 1000,
    fromLatest: config.StartingPosition === 'LATEST',
    pollers: provisioned?.MaximumPollers ?? Number.POSITIVE_INFINITY,
    maxRetries: MaximumRetryAttempts === -1 ? unlimited : MaximumRetryAttempts,
    maxAgeMs: age === -1 ? Number.POSITIVE_INFINITY : age * 1000,
    bisect: config.BisectBatchOnFunctionError ?? false,
    partialResponses: config.FunctionResponseTypes?.includes('ReportBatchItemFailures') ?? false,
  };
}

function check(name: string, value: number, least: number, most: number): void {
  if (value >= least && value <= most) return;
  throw new Error(`${name} must be from ${least} to ${most}, not ${value}`);
}
