import type { Infrastructure, Requirement } from './infrastructure.ts';

/** The event source mappings are serverless.yml’s, or Terraform’s with `deploy_function`. */
const MAPPING = 'aws_lambda_event_source_mapping';
const EVENT = { sqs: 'serverless sqs', msk: 'serverless msk' };

/** Uploads and events each come through a queue, which keeps them longer than S3, EventBridge or Lambda would. */
const QUEUE: readonly Requirement[] = [
  { role: 'trigger', oneOf: { [EVENT.sqs]: 'arn', [MAPPING]: 'event_source_arn' } },
  { role: 'retry', oneOf: { aws_sqs_queue: 'redrive_policy' } },
  { role: 'dead-letter', oneOf: { aws_sqs_queue: 'redrive_policy' } },
];

export const AWS: Infrastructure = {
  uploads: [
    { role: 'trigger', oneOf: { aws_s3_bucket_notification: 'queue' } },
    ...QUEUE,
    { role: 'filter', oneOf: { [EVENT.sqs]: 'filterPatterns', [MAPPING]: 'filter_criteria' }, fromRoutes: true },
  ],
  events: [
    { role: 'trigger', oneOf: { aws_cloudwatch_event_rule: 'event_bus_name' } },
    { role: 'trigger', oneOf: { aws_cloudwatch_event_target: 'arn' } },
    ...QUEUE,
    { role: 'filter', oneOf: { aws_cloudwatch_event_rule: 'event_pattern' }, fromRoutes: true },
    { role: 'retry', oneOf: { aws_cloudwatch_event_target: 'retry_policy' } },
    { role: 'dead-letter', oneOf: { aws_cloudwatch_event_target: 'dead_letter_config' } },
  ],
  kafka: [
    { role: 'trigger', oneOf: { [EVENT.msk]: 'topic', [MAPPING]: 'topics' } },
    { role: 'filter', oneOf: { [EVENT.msk]: 'filterPatterns', [MAPPING]: 'filter_criteria' }, fromRoutes: true },
    { role: 'retry', oneOf: { [EVENT.msk]: 'MaximumRetryAttempts', [MAPPING]: 'maximum_retry_attempts' } },
    { role: 'dead-letter', oneOf: { [EVENT.msk]: 'DestinationConfig', [MAPPING]: 'destination_config' } },
  ],
};
