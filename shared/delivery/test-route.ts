import type { MailMessage } from '../routing/context.ts';
import type { Outcome } from '../routing/outcome.ts';
import { defineRoutes, type Target } from '../routing/table.ts';
import { type CloudEvent, parseCloudEvent } from '../schemas/cloudevent.ts';
import { describe } from '../schemas/result.ts';
import { createMemoryBodies } from './embedded/bodies.ts';
import { createMemoryBlobs, type MemoryBlob } from './embedded/memory-blobs.ts';
import { createMemoryPayments } from './embedded/memory-payments.ts';
import { createMemoryState } from './embedded/memory-state.ts';
import { systemClock } from './embedded/system-clock.ts';
import { createGate } from './gate.ts';
import { type Letter, readLetter } from './letters.ts';
import type { Ports } from './ports.ts';
import { settle } from './settle.ts';

export type RouteTrial = {
  /** Undefined when the route does not want the event; of several events, what became of the last. */
  readonly outcome: Outcome | undefined;
  readonly mails: readonly MailMessage[];
  /** Everything in the blob store afterwards, by `bucket/name`. */
  readonly blobs: ReadonlyMap<string, MemoryBlob>;
  readonly emitted: readonly CloudEvent[];
  readonly letters: readonly Letter[];
};

export type TrialOptions = {
  /** What is there beforehand, by `bucket/name`. */
  readonly blobs?: Readonly<Record<string, MemoryBlob>>;
  /** What stands in for ports in memory, for instance one that fails. */
  readonly ports?: Partial<Ports>;
};

/**
 * Runs an event through a route, or several one after another through a join, on ports in memory, for a unit test of a route and its
 * handler: `const { outcome, mails } = await testRoute(confirm, event)`. Throws when an event is not a CloudEvent.
 */
export async function testRoute(target: Target, events: unknown, options: TrialOptions = {}): Promise<RouteTrial> {
  const parsed = (Array.isArray(events) ? events : [events]).map(parse);
  const { ports, bodies, ...trial } = createTrial(options);
  const table = defineRoutes([target]);
  const router = { name: 'test', table, ports, limits: NO_LIMITS, gate: createGate(), timeLimit: NO_LIMIT };
  let outcome: Outcome | undefined;
  for (const event of parsed) {
    const item = {
      ref: null,
      lane: '',
      event: { ok: true as const, value: event },
      raw: Buffer.from(JSON.stringify(event)),
    };
    const { deliveries } = await settle(router, item, { deadline: NO_LIMIT, mustWait: () => false });
    outcome = table.match(event).length > 0 ? deliveries.at(-1)?.outcome : undefined;
  }
  const names = [...bodies.keys()].filter((name) => /^[^/]+\.json$/.test(name));
  const letters = await Promise.all(names.map((name) => readLetter(ports.bodies, name.replace('.json', ''))));
  return { ...trial, letters, outcome };
}

const NO_LIMIT = Number.POSITIVE_INFINITY;
const NO_LIMITS = { event: NO_LIMIT, batch: NO_LIMIT };

function parse(event: unknown): CloudEvent {
  const parsed = parseCloudEvent(event);
  if (!parsed.ok) throw new Error(describe(parsed.error));
  return parsed.value;
}

function createTrial({ blobs: given = {}, ports: replaced = {} }: TrialOptions) {
  const trial = {
    mails: [] as MailMessage[],
    emitted: [] as CloudEvent[],
    blobs: new Map(Object.entries(given)),
    bodies: new Map<string, Uint8Array>(),
  };
  let owners = 0;
  const ports: Ports = {
    blobs: createMemoryBlobs(trial.blobs),
    mail: { send: async (message) => void trial.mails.push(message) },
    payments: createMemoryPayments(new Map()),
    state: createMemoryState(Date.now),
    bodies: createMemoryBodies(trial.bodies),
    publish: async (events) => void trial.emitted.push(...events),
    log: () => {},
    clock: systemClock,
    random: () => 0,
    newOwner: () => `owner-${++owners}`,
    ...replaced,
  };
  return { ports, ...trial };
}
