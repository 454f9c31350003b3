import { type Env, portsFromEnv } from '../../shared/delivery/embedded/env.ts';
import type { Ports } from '../../shared/delivery/ports.ts';
import { createBlobs } from './blobs.ts';
import { createPublisher } from './publisher.ts';
import { createState } from './state.ts';
import { withoutUnread } from './without-unread.ts';

export function createPorts(env: Env): Ports {
  return portsFromEnv(withoutUnread(env), {
    blobs: () => createBlobs(env),
    publish: () => createPublisher(env),
    state: (now) => createState(env, now),
  });
}
