import { deliver } from '../../../shared/delivery/deliver.ts';
import { createMemoryBodies } from '../../../shared/delivery/embedded/bodies.ts';
import { createMemoryPayments } from '../../../shared/delivery/embedded/memory-payments.ts';
import { createMemoryState } from '../../../shared/delivery/embedded/memory-state.ts';
import { createGate } from '../../../shared/delivery/gate.ts';
import { type Letter, readLetter } from '../../../shared/delivery/letters.ts';
import type { Ports } from '../../../shared/delivery/ports.ts';
import type { Blobs } from '../../../shared/routing/context.ts';
import type { Outcome } from '../../../shared/routing/outcome.ts';
import type { Target } from '../../../shared/routing/table.ts';
import type { CloudEvent } from '../../../shared/schemas/cloudevent.ts';

export type Delivered = {
  readonly outcome: Outcome;
  readonly letters: readonly Letter[];
  readonly emitted: readonly CloudEvent[];
};

/** Delivers one event to one route on a blob store of the test's own: a store that is down, or one where something happens meanwhile. */
export async function deliverOn(blobs: Blobs, route: Target, event: CloudEvent): Promise<Delivered> {
  if (route.kind !== 'route') throw new Error(`${route.name} is a join: expected a route`);
  const bodies = new Map<string, Uint8Array>();
  const emitted: CloudEvent[] = [];
  const ports: Ports = {
    blobs,
    mail: { send: () => Promise.reject(new Error('no mail was expected')) },
    state: createMemoryState(Date.now),
    publish: async (events) => void emitted.push(...events),
    payments: createMemoryPayments(new Map()),
    bodies: createMemoryBodies(bodies),
    log: () => {},
    // Nothing here waits for time: a route's timeout never comes.
    clock: { now: Date.now, after: () => () => {} },
    random: () => 0,
    newOwner: () => 'owner',
  };
  const work = {
    route,
    event,
    raw: Buffer.from(JSON.stringify(event)),
    deadline: Number.POSITIVE_INFINITY,
    horizon: 14 * 86_400_000,
  };
  const { outcome } = await deliver({ name: 'test', ports, gate: createGate() }, work);
  const letters = await Promise.all(
    [...bodies.keys()].map((name) => readLetter(ports.bodies, name.replace('.json', ''))),
  );
  return { outcome, letters, emitted };
}
