/** How much of Kafka is measured. */
export type KafkaScale = {
  /** In the topic that every contender reads. */
  readonly events: number;
  /** Of all contenders, each begun by another one. */
  readonly rounds: number;
  /** So many finished claims does the worker keep in memory. */
  readonly finishedClaims: number;
  /** Events of the long run, and how many lie between two looks at memory. */
  readonly long: number;
  readonly sampleEvery: number;
};
