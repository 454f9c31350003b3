import { type Env, portsFromEnv } from '../../shared/delivery/embedded/env.ts';
import type { Ports } from '../../shared/delivery/ports.ts';
import type { Topics } from '../../shared/routing/topics.ts';
import { createBlobs } from './blobs.ts';
import { createPublisher } from './publisher.ts';
import { readSecret } from './secret.ts';
import { createState } from './state.ts';

/** `topics` are the route table's, for what is published to Kafka; without them everything goes to the one of KAFKA_TOPIC. */
export function createPorts(env: Env, topics: Topics = {}): Ports {
  return portsFromEnv(env, {
    blobs: createBlobs,
    publish: () => createPublisher(env, topics),
    state: (now) => createState(env, now),
    secret: readSecret,
  });
}
