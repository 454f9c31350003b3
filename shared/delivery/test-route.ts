import type { MailMessage } from '../routing/context.ts';
import type { Outcome } from '../routing/outcome.ts';
import type { Route } from '../routing/route.ts';
import { defineRoutes } from '../routing/table.ts';
import { type CloudEvent, parseCloudEvent } from '../schemas/cloudevent.ts';
import { describe } from '../schemas/result.ts';
import { deliver } from './deliver.ts';
import { createMemoryBlobs, type MemoryBlob } from './embedded/memory-blobs.ts';
import { createMemoryState } from './embedded/memory-state.ts';
import type { Letter, Ports } from './ports.ts';

export type RouteTrial = {
  /** Undefined when the route does not want the event. */
  readonly outcome: Outcome | undefined;
  readonly mails: readonly MailMessage[];
  /** Everything in the blob store afterwards, by `bucket/name`. */
  readonly blobs: ReadonlyMap<string, MemoryBlob>;
  readonly emitted: readonly CloudEvent[];
  readonly letters: readonly Letter[];
};

/**
 * Runs one event through one route on ports in memory, for a unit test of a route and its handler:
 * `const { outcome, mails } = await testRoute(confirm, event)`. `blobs` are there beforehand, by `bucket/name`; `ports` stand in for
 * those in memory, for instance one that fails.
 * Throws when the event is not a CloudEvent.
 */
export async function testRoute(
  route: Route,
  event: unknown,
  given: { readonly blobs?: Readonly<Record<string, MemoryBlob>>; readonly ports?: Partial<Ports> } = {},
): Promise<RouteTrial> {
  const parsed = parseCloudEvent(event);
  if (!parsed.ok) throw new Error(describe(parsed.error));
  const { ports, trial } = createTrial(new Map(Object.entries(given.blobs ?? {})), given.ports);
  if (defineRoutes([route]).match(parsed.value).length === 0) return { ...trial, outcome: undefined };
  const work = {
    route,
    event: parsed.value,
    raw: Buffer.from(JSON.stringify(parsed.value)),
    deadline: Number.POSITIVE_INFINITY,
  };
  const { outcome } = await deliver(ports, work);
  return { ...trial, outcome };
}

function createTrial(blobs: Map<string, MemoryBlob>, replaced: Partial<Ports> = {}) {
  const trial = { mails: [] as MailMessage[], emitted: [] as CloudEvent[], letters: [] as Letter[], blobs };
  let owners = 0;
  const ports: Ports = {
    blobs: createMemoryBlobs(blobs),
    mail: { send: async (message) => void trial.mails.push(message) },
    state: createMemoryState(Date.now),
    publish: async (events) => void trial.emitted.push(...events),
    fileLetter: async (letter) => void trial.letters.push(letter),
    log: () => {},
    clock: {
      now: Date.now,
      after: (ms, task) => {
        const timer = setTimeout(task, ms);
        return () => clearTimeout(timer);
      },
    },
    random: () => 0,
    newOwner: () => `owner-${++owners}`,
    ...replaced,
  };
  return { ports, trial };
}
