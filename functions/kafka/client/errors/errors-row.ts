/** What kind of trouble it is; the worker, the publisher and the doctor branch on this and never on a text. */
export type KafkaTroubleKind =
  | 'authentication'
  | 'tls'
  | 'authorization'
  | 'unknown-topic'
  | 'leader'
  | 'offset'
  | 'timeout'
  | 'disk'
  | 'network'
  | 'too-large'
  | 'group'
  | 'unsupported'
  | 'other';

/** A row of the table of Kafka errors. */
export type KafkaErrorRow = {
  readonly kind: KafkaTroubleKind;
  /** What is wrong, without a full stop. */
  readonly sentence: string;
  /** Most likely first. */
  readonly causes: readonly string[];
  /** What to do about it, as an order. */
  readonly fix: string;
  /** Whether the same call may succeed later though nobody changes a setting, a grant or a topic. */
  readonly retriable: boolean;
};
