import type { Table } from '../../shared/routing/table.ts';
import { topicOf } from '../../shared/routing/topics.ts';
import type { Grant } from './grant.ts';

/** What the worker is told in its environment. */
export type KafkaNames = {
  /** KAFKA_TOPIC: events whose type has no topic of its own, redrives, and the router's own. */
  readonly topic: string;
  /** KAFKA_TOPICS: read in addition. */
  readonly topics: readonly string[];
  /** KAFKA_GROUP. */
  readonly group: string;
  /** KAFKA_DEAD_LETTER_TOPIC. */
  readonly deadLetters: string;
};

/** The names in the environment; `orders` and `waybill` where it says nothing. */
export function kafkaNames(env: Readonly<Record<string, string | undefined>>): KafkaNames {
  const topic = env.KAFKA_TOPIC || 'orders';
  return {
    topic,
    topics: (env.KAFKA_TOPICS ?? '').split(',').flatMap((name) => name.trim() || []),
    group: env.KAFKA_GROUP || 'waybill',
    deadLetters: env.KAFKA_DEAD_LETTER_TOPIC || `${topic}.dead-letters`,
  };
}

/**
 * The least that the router must be allowed to do its work. Read and Write on a topic imply Describe, Read on a group implies it too, and
 * a producer of Kafka 2.8 or later needs nothing more to be idempotent: what real brokers do is in test/real/kafka-acls.test.ts.
 */
export function neededGrants(table: Table, names: KafkaNames): readonly Grant[] {
  const wanted = new Set(table.routes.flatMap(({ on }) => on));
  const emitted = new Set(table.routes.flatMap(({ emits }) => emits));
  const own = Object.keys(table.topics).filter((topic) => topic !== names.topic);
  const holds = (topic: string, types: ReadonlySet<string>) =>
    table.topics[topic]?.types.filter((type) => types.has(type)) ?? [];
  const loose = [...emitted].filter((type) => topicOf(table.topics, type) === undefined);
  return [
    toTopic(names.topic, 'Read', 'the default topic, which the router reads'),
    toTopic(names.topic, 'Write', writtenTo(loose)),
    ...own.flatMap((topic) => [
      ...because(topic, 'Read', 'routes want', holds(topic, wanted)),
      ...because(topic, 'Write', 'routes emit', holds(topic, emitted)),
    ]),
    ...names.topics
      .filter((topic) => topic !== names.topic && holds(topic, wanted).length === 0)
      .map((topic) => toTopic(topic, 'Read', 'KAFKA_TOPICS names it')),
    toTopic(names.deadLetters, 'Write', 'copies of dead letters'),
    { resource: 'group', pattern: 'literal', name: names.group, operation: 'Read', why: 'the group of the workers' },
  ];
}

/** Every topic that has to be there before the router starts. */
export function neededTopics(grants: readonly Grant[]): readonly string[] {
  return [...new Set(grants.filter(({ resource }) => resource === 'topic').map(({ name }) => name))];
}

function because(topic: string, operation: 'Read' | 'Write', what: string, types: readonly string[]): Grant[] {
  return types.length === 0 ? [] : [toTopic(topic, operation, `${what} ${named(types)}`)];
}

function writtenTo(types: readonly string[]): string {
  const own = 'redrives and joins that are due';
  return types.length === 0 ? own : `routes emit ${named(types)}; also ${own}`;
}

function named(types: readonly string[]): string {
  return types.length <= 3 ? types.join(', ') : `${types.slice(0, 2).join(', ')} and ${types.length - 2} other types`;
}

function toTopic(name: string, operation: 'Read' | 'Write', why: string): Grant {
  return { resource: 'topic', pattern: 'literal', name, operation, why };
}
