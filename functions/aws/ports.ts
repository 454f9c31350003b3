import { type Env, portsFromEnv } from '../../shared/delivery/embedded/env.ts';
import type { Ports } from '../../shared/delivery/ports.ts';
import { createBlobs } from './blobs.ts';
import { createPublisher } from './publisher.ts';
import { readSecret } from './secret.ts';
import { createState } from './state.ts';

export function createPorts(env: Env): Ports {
  return portsFromEnv(env, {
    blobs: createBlobs,
    publish: () => createPublisher(env),
    state: (now) => createState(env, now),
    secret: readSecret,
  });
}
