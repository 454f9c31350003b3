import { redrive } from '../../shared/delivery/redrive.ts';
import { fail, type Result } from '../../shared/schemas/result.ts';
import type { CloudName } from './cloud.ts';
import { appendJournal } from './journal.ts';
import type { Laptop } from './laptop.ts';
import { lettersOf } from './letters-of.ts';

/** What the order lacked, as `waybill dead-letters redrive --set` takes it. */
export const MISSING = { at: '/data/customer/email', value: 'ada@example.com' } as const;

/** Redrives the letter of an order that had no address, with one: what `waybill dead-letters redrive` does. */
export async function mendLetter(laptop: Laptop, cloud: CloudName, orderId: string): Promise<Result<unknown>> {
  const stores = laptop.storesOf(cloud);
  const letter = (await lettersOf(stores, 0)).find(({ event }) => event?.subject === orderId);
  if (letter === undefined) return fail({ code: 'no-letter', message: `There is no letter about ${orderId}` });
  const ports = {
    ...stores,
    clock: { now: Date.now },
    log: (line: Parameters<typeof appendJournal>[1]['line']) => appendJournal(laptop.folder, { cloud, line }),
    publish: async (events: readonly Parameters<Laptop['send']>[1][]) => {
      for (const event of events) await laptop.send(cloud, event);
    },
  };
  return redrive(ports, cloud, { id: letter.id, edits: [MISSING] });
}
