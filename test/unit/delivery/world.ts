import * as z from 'zod/mini';
import { deliver } from '../../../shared/delivery/deliver.ts';
import { createMemoryBlobs } from '../../../shared/delivery/embedded/memory-blobs.ts';
import { createMemoryPayments } from '../../../shared/delivery/embedded/memory-payments.ts';
import { createMemoryState } from '../../../shared/delivery/embedded/memory-state.ts';
import { createGate } from '../../../shared/delivery/gate.ts';
import { type Letter, readLetter } from '../../../shared/delivery/letters.ts';
import type { LogLine, Ports } from '../../../shared/delivery/ports.ts';
import type { MailMessage, StateStore } from '../../../shared/routing/context.ts';
import { type Route, type RouteDefinition, route } from '../../../shared/routing/route.ts';
import type { CloudEvent } from '../../../shared/schemas/cloudevent.ts';
import { createManualClock } from '../../manual-clock.ts';

export type World = ReturnType<typeof createWorld>;

/** Ports in memory on a clock that a test moves. What stands in `broken` is thrown by that port. */
export function createWorld() {
  const clock = createManualClock();
  const broken: { publish?: unknown; bodies?: unknown; state?: unknown; mail?: unknown } = {};
  const seen = {
    published: [] as CloudEvent[][],
    letters: [] as Letter[],
    lines: [] as LogLine[],
    mails: [] as MailMessage[],
  };
  let owners = 0;
  /** Lets a port do its work unless it is broken. */
  const unless = async <T>(port: keyof typeof broken, work: () => T | Promise<T>): Promise<T> => {
    if (port in broken) throw broken[port];
    return work();
  };
  const bodies = new Map<string, Uint8Array>();
  const keep = async (name: string, bytes: Uint8Array) => {
    bodies.set(name, bytes);
    const [, id] = /^([^/]+)\.json$/.exec(name) ?? [];
    if (id !== undefined) seen.letters.push(await readLetter({ get: async () => bytes, put: async () => {} }, id));
  };
  const ports: Ports = {
    blobs: createMemoryBlobs(new Map()),
    mail: { send: (mail) => unless('mail', () => void seen.mails.push(mail)) },
    state: guarded(createMemoryState(clock.now), (work) => unless('state', work)),
    publish: (events) => unless('publish', () => void seen.published.push([...events])),
    payments: createMemoryPayments(new Map()),
    bodies: {
      put: (name, bytes) => unless('bodies', () => keep(name, bytes)),
      get: (name) => unless('bodies', () => bodies.get(name)),
    },
    log: (line) => void seen.lines.push(line),
    clock,
    random: () => 0,
    newOwner: () => `owner-${++owners}`,
  };
  const work = (to: Route, event: CloudEvent, deadline = Number.POSITIVE_INFINITY) => ({
    route: to,
    event,
    raw: Buffer.from(JSON.stringify(event)),
    deadline,
    horizon: 14 * 86_400_000,
  });
  const desk = { name: 'test', ports, gate: createGate() };
  return {
    clock,
    ports,
    broken,
    bodies,
    ...seen,
    send: (to: Route, event: CloudEvent, deadline?: number) => deliver(desk, work(to, event, deadline)),
    /** From another process, whose clock is ahead: for this one, it is as if it had been suspended so long. */
    sendAhead: (ms: number, to: Route, event: CloudEvent) => {
      const ahead = { ...clock, now: () => clock.now() + ms };
      return deliver({ ...desk, gate: createGate(), ports: { ...ports, clock: ahead } }, work(to, event));
    },
  };
}

function guarded(state: StateStore, guard: <T>(work: () => Promise<T>) => Promise<T>): StateStore {
  return {
    get: (...args) => guard(() => state.get(...args)),
    put: (...args) => guard(() => state.put(...args)),
    delete: (...args) => guard(() => state.delete(...args)),
    list: (...args) => guard(() => state.list(...args)),
  };
}

/** Attributes to change; an extension may be anything, so that a test can send what is wrong. */
type Change = Partial<CloudEvent> & Readonly<Record<string, unknown>>;

/** A route for `order.placed` whatever its data, which may emit `a` and `b`. */
export function routeTo(
  handle: RouteDefinition<unknown, 'a' | 'b'>['handle'],
  change: Partial<Omit<RouteDefinition<unknown, 'a' | 'b'>, 'handle'>> = {},
): Route {
  return route({ name: 'test', on: 'order.placed', schema: z.unknown(), emits: ['a', 'b'], ...change, handle });
}

export function orderPlaced(change: Change = {}): CloudEvent {
  return {
    specversion: '1.0',
    id: '1',
    source: '/shop',
    type: 'order.placed',
    subject: 'A-1',
    data: { n: 1 },
    ...change,
  };
}
