import { type Env, portsFromEnv } from '../../shared/delivery/embedded/env.ts';
import type { Ports } from '../../shared/delivery/ports.ts';
import { createBlobs } from './blobs.ts';
import { createKafkaPublisher } from './client/publisher.ts';
import { createState } from './state.ts';

/** STATE_ROOT is one machine's SQLite, STATE_URL a PostgreSQL for as many processes as you like. */
export function createPorts(env: Env): Ports {
  return portsFromEnv(env, {
    blobs: () => createBlobs(env),
    publish: () => createKafkaPublisher(env),
    state: (now) => createState(env, now),
  });
}
