import { groupErrors } from './errors-group.ts';
import { loginErrors } from './errors-login.ts';
import type { KafkaErrorRow } from './errors-row.ts';
import { serviceErrors } from './errors-service.ts';
import { tlsErrors } from './errors-tls.ts';
import { topicErrors } from './errors-topic.ts';

export type KafkaErrorCode = keyof typeof kafkaErrors;

/**
 * The table of Kafka errors by our code. Its order says which of several errors at once tells most: an attempt that was refused
 * says more than the next one, which found nobody.
 */
export const kafkaErrors = {
  ...loginErrors,
  ...tlsErrors,
  ...topicErrors,
  ...groupErrors,
  ...serviceErrors,
} as const satisfies Record<string, KafkaErrorRow>;

/** The code's place in the table: the lower, the more it tells. */
export const rankOf: ReadonlyMap<string, number> = new Map(Object.keys(kafkaErrors).map((code, rank) => [code, rank]));
