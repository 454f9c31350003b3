import { type Env, portsFromEnv } from '../../shared/delivery/embedded/env.ts';
import type { Ports } from '../../shared/delivery/ports.ts';
import type { Topics } from '../../shared/routing/topics.ts';
import { createBlobs } from './blobs.ts';
import { createPublisher } from './publisher.ts';
import { readSecret } from './secret.ts';
import { createState } from './state.ts';

/**
 * Events are published to Kafka where KAFKA_BROKERS is set, with the login of KAFKA_SECRET where that names a secret; else to EventBridge.
 * `topics` are the route table's, for Kafka; without them everything goes to the one of KAFKA_TOPIC.
 */
export async function createPorts(env: Env, topics: Topics = {}): Promise<Ports> {
  const kafka = env.KAFKA_BROKERS === undefined ? undefined : await loadKafka();
  return portsFromEnv(env, {
    blobs: createBlobs,
    publish: () => kafka?.(env, { topics, secret: readSecret }) ?? createPublisher(env),
    state: (now) => createState(env, now),
    secret: readSecret,
  });
}

/** Before the first event, so that a wrong setting stops the load, and only by those who need it, since it is a tenth of a cold start's code. */
async function loadKafka() {
  return (await import('../kafka/client/publisher.ts')).createKafkaPublisher;
}
