import { fourDays, type Queue, visibilityTimeout } from './queue.ts';

/** What GetQueueAttributes tells of a queue, under the API's names. */
export function attributesOf(queue: Queue): Record<string, string> {
  const { visible, inFlight, delayed } = queue.stats();
  const { options } = queue;
  const { maxReceiveCount, deadLetterQueue } = options;
  return {
    QueueArn: queue.arn,
    ApproximateNumberOfMessages: String(visible),
    ApproximateNumberOfMessagesNotVisible: String(inFlight),
    ApproximateNumberOfMessagesDelayed: String(delayed),
    VisibilityTimeout: String(options.visibilityTimeoutSeconds ?? visibilityTimeout),
    MessageRetentionPeriod: String(options.retentionSeconds ?? fourDays),
    MaximumMessageSize: String(1024 * 1024),
    DelaySeconds: '0',
    ReceiveMessageWaitTimeSeconds: '0',
    ...(deadLetterQueue && {
      RedrivePolicy: JSON.stringify({ deadLetterTargetArn: deadLetterQueue.arn, maxReceiveCount }),
    }),
    ...(options.fifo && {
      FifoQueue: 'true',
      ContentBasedDeduplication: String(options.contentBasedDeduplication ?? false),
    }),
  };
}
