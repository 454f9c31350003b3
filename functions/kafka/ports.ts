import { type Env, portsFromEnv } from '../../shared/delivery/embedded/env.ts';
import type { Ports } from '../../shared/delivery/ports.ts';
import type { Topics } from '../../shared/routing/topics.ts';
import { createBlobs } from './blobs.ts';
import { createCopyLetter } from './dead-letters.ts';
import { createPublisher } from './publisher.ts';
import { createState } from './state.ts';

/** `topics` are those of the route table. STATE_ROOT is one machine's SQLite, STATE_URL a PostgreSQL for as many processes as you like. */
export function createPorts(env: Env, topics: Topics = {}): Ports {
  return portsFromEnv(env, {
    blobs: () => createBlobs(env),
    publish: () => createPublisher(env, topics),
    copyLetter: () => createCopyLetter(env),
    state: (now) => createState(env, now),
  });
}
