import { mkdir } from 'node:fs/promises';
import type { CloudName } from '../../../local/laptop/cloud.ts';
import { appendJournal } from '../../../local/laptop/journal.ts';
import { createMemoryBlobs } from '../../../shared/delivery/embedded/memory-blobs.ts';
import { createMemoryPayments } from '../../../shared/delivery/embedded/memory-payments.ts';
import type { LetterPorts } from '../../../shared/delivery/letters.ts';
import { createRouter } from '../../../shared/delivery/router.ts';
import { settle } from '../../../shared/delivery/settle.ts';
import { routes } from '../../../shared/routes.ts';
import type { CloudEvent } from '../../../shared/schemas/cloudevent.ts';

export type Played = {
  readonly folder: string;
  readonly cloud: CloudName;
  readonly ports: LetterPorts;
  /** Undefined where no journal is kept, as in a deployed cloud. */
  readonly journal?: boolean;
};

/** Sends an event, and whatever comes of it, through the real table on a cloud's folder. */
export async function play(event: CloudEvent, { folder, cloud, ports: given, journal = true }: Played): Promise<void> {
  await mkdir(folder, { recursive: true });
  const queue = [event];
  const ports = {
    ...given,
    blobs: createMemoryBlobs(new Map()),
    mail: { send: async () => {} },
    payments: createMemoryPayments(new Map()),
    publish: async (events: readonly CloudEvent[]) => void queue.push(...events),
    log: (line: Parameters<LetterPorts['log']>[0]) => {
      if (journal) appendJournal(folder, { cloud, line });
    },
    clock: { now: Date.now, after: () => () => {} },
    random: () => 0,
    newOwner: () => crypto.randomUUID(),
  };
  const router = createRouter({ name: cloud, table: routes, ports }, {});
  const terms = { deadline: Number.POSITIVE_INFINITY, mustWait: () => false };
  // Two routes run at once, and which one publishes first is not to decide how the order ends.
  const take = () => queue.sort((a, b) => (a.type < b.type ? -1 : 1)).shift();
  for (let next = take(); next !== undefined; next = take()) {
    const raw = Buffer.from(JSON.stringify(next));
    await settle(router, { ref: null, lane: '', event: { ok: true, value: next }, raw }, terms);
  }
}
