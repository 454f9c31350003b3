import { deliver } from '../../shared/delivery/deliver.ts';
import { createMemoryBodies } from '../../shared/delivery/embedded/bodies.ts';
import { createMemoryBlobs } from '../../shared/delivery/embedded/memory-blobs.ts';
import { createMemoryPayments } from '../../shared/delivery/embedded/memory-payments.ts';
import type { PaymentEntry } from '../../shared/delivery/embedded/payment-entry.ts';
import { createGate } from '../../shared/delivery/gate.ts';
import { deliverJoin } from '../../shared/delivery/join.ts';
import type { Ports } from '../../shared/delivery/ports.ts';
import type { Target } from '../../shared/routing/table.ts';
import type { CloudEvent } from '../../shared/schemas/cloudevent.ts';
import { createSnapshotState } from './snapshot-state.ts';

/** A fixed time: nothing here waits, and states that are the same must look the same. */
const NOW = Date.UTC(2026, 0, 31, 12);
const HORIZON = 14 * 86_400_000;

export type Shop = ReturnType<typeof createShop>;

/** A shop in memory with everything that handlers touch, which can be put back to what it was. */
export function createShop() {
  const state = createSnapshotState();
  const ledger = new Map<string, PaymentEntry>();
  const mails = new Map<string, string>();
  const bodies = new Map<string, Uint8Array>();
  const published: CloudEvent[] = [];
  const ports: Ports = {
    blobs: createMemoryBlobs(new Map()),
    mail: { send: async ({ messageId, subject }) => void mails.set(messageId, subject) },
    payments: createMemoryPayments(ledger),
    state,
    bodies: createMemoryBodies(bodies),
    publish: async (events) => void published.push(...events),
    log: () => {},
    clock: { now: () => NOW, after: () => () => {} },
    random: () => 0,
    newOwner: () => 'shuffle',
  };
  const desk = { name: 'shuffle', ports, gate: createGate() };
  return {
    state,
    ledger,
    mails,
    bodies,
    /** Delivers an event to one route; gives what it made the route publish. */
    deliver: async (target: Target, event: CloudEvent): Promise<readonly CloudEvent[]> => {
      const raw = Buffer.from(JSON.stringify(event));
      const arrival = { event, raw, deadline: Number.POSITIVE_INFINITY, horizon: HORIZON };
      if (target.kind === 'join') await deliverJoin(desk, { join: target, ...arrival });
      else await deliver(desk, { route: target, ...arrival });
      return published.splice(0);
    },
    save: () => {
      const saved = { state: state.save(), ledger: [...ledger], mails: [...mails], bodies: [...bodies] };
      return () => {
        state.restore(saved.state);
        refill(ledger, saved.ledger);
        refill(mails, saved.mails);
        refill(bodies, saved.bodies);
      };
    },
    toText: () =>
      JSON.stringify([state.toText(), [...ledger].sort(), [...mails.keys()].sort(), [...bodies.keys()].sort()]),
  };
}

function refill<K, V>(map: Map<K, V>, entries: readonly (readonly [K, V])[]): void {
  map.clear();
  for (const [key, value] of entries) map.set(key, value);
}
