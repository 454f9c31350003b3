import type { Env } from '../../shared/delivery/embedded/env.ts';
import type { Ports } from '../../shared/delivery/ports.ts';
import type { Topics } from '../../shared/routing/topics.ts';
import { createKafkaPublisher } from './client/publisher.ts';

/** Publishes to the topic of an event's type in `topics`, the route table's, else to that of KAFKA_TOPIC. Throws on a wrong setting. */
export function createPublisher(env: Env, topics: Topics = {}): Ports['publish'] {
  return createKafkaPublisher(env, { topics });
}
