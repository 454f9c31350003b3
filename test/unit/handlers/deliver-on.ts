import { deliver } from '../../../shared/delivery/deliver.ts';
import { createMemoryState } from '../../../shared/delivery/embedded/memory-state.ts';
import type { Letter, Ports } from '../../../shared/delivery/ports.ts';
import type { Blobs } from '../../../shared/routing/context.ts';
import type { Outcome } from '../../../shared/routing/outcome.ts';
import type { Route } from '../../../shared/routing/route.ts';
import type { CloudEvent } from '../../../shared/schemas/cloudevent.ts';

export type Delivered = {
  readonly outcome: Outcome;
  readonly letters: readonly Letter[];
  readonly emitted: readonly CloudEvent[];
};

/** Delivers one event to one route on a blob store of the test's own: a store that is down, or one where something happens meanwhile. */
export async function deliverOn(blobs: Blobs, route: Route, event: CloudEvent): Promise<Delivered> {
  const letters: Letter[] = [];
  const emitted: CloudEvent[] = [];
  const ports: Ports = {
    blobs,
    mail: { send: () => Promise.reject(new Error('no mail was expected')) },
    state: createMemoryState(Date.now),
    publish: async (events) => void emitted.push(...events),
    fileLetter: async (letter) => void letters.push(letter),
    log: () => {},
    // Nothing here waits for time: a route's timeout never comes.
    clock: { now: Date.now, after: () => () => {} },
    random: () => 0,
    newOwner: () => 'owner',
  };
  const work = { route, event, raw: Buffer.from(JSON.stringify(event)), deadline: Number.POSITIVE_INFINITY };
  const { outcome } = await deliver(ports, work);
  return { outcome, letters, emitted };
}
