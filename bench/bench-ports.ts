import { createMemoryBodies } from '../shared/delivery/embedded/bodies.ts';
import { createMemoryBlobs } from '../shared/delivery/embedded/memory-blobs.ts';
import { createMemoryPayments } from '../shared/delivery/embedded/memory-payments.ts';
import { systemClock } from '../shared/delivery/embedded/system-clock.ts';
import type { Ports } from '../shared/delivery/ports.ts';
import type { StateStore } from '../shared/routing/context.ts';
import type { Schema } from '../shared/schemas/schema.ts';

/** A schema that any data fits. */
export const anything: Schema = { '~standard': { version: 1, vendor: 'bench', validate: (value) => ({ value }) } };

/** Ports that reach nothing outside of this process, over a store. */
export function toBenchPorts(state: StateStore): Ports {
  let owners = 0;
  return {
    blobs: createMemoryBlobs(new Map()),
    mail: { send: async () => {} },
    payments: createMemoryPayments(new Map()),
    state,
    bodies: createMemoryBodies(),
    publish: async () => {},
    log: () => {},
    clock: systemClock,
    random: () => 0,
    newOwner: () => String(++owners),
  };
}
