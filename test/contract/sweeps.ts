import { describe, expect, it } from '@jest/globals';
import { DUE, type DueEntry, dueKey } from '../../shared/delivery/due.ts';
import { JOINS } from '../../shared/delivery/join-record.ts';
import { isObject } from '../../shared/schemas/json.ts';
import { type Bench, expectAcknowledged, linesAbout } from './bench.ts';
import type { Host } from './host.ts';
import { typesOf } from './saga.ts';
import { orderPlaced, sweepEvent } from './things.ts';

/** What becomes of an order whose time is up. */
export function describeSweeps<Payload>({ harness, host, send }: Bench<Payload>): void {
  describe('a sweep', () => {
    it.each(harness.orders)('is acknowledged and wakes an order whose time is up, once: $name', async ({ make }) => {
      const letters = await host().folders.newLetters();
      const order = orderPlaced();
      await expectAcknowledged(send(make(order)));
      await overdue(host(), order.id);
      const sweeps = [sweepEvent(), sweepEvent()];
      for (const sweep of sweeps) await expectAcknowledged(send(make(sweep)));
      const [, , due, ...more] = await host().folders.publishedFor(order.id);
      if (due === undefined) throw new Error('Nothing was published for what is due');
      expect(due).toMatchObject({ type: 'waybill.join.due', data: { join: 'ship', key: order.id } });
      expect(more).toEqual([]);
      for (const { id } of sweeps)
        expect(await linesAbout(host(), id)).toMatchObject([{ route: 'waybill-sweep', outcome: 'done' }]);
      await expectAcknowledged(send(make(due)));
      await expectAcknowledged(send(make(due)));
      const ends = (await host().folders.publishedFor(order.id)).slice(3);
      expect(typesOf(ends)).toEqual(['order.cancelled', 'payment.refunded', 'stock.released']);
      expect(await host().shop.paymentsFor(order.id)).toMatchObject([{ status: 'refunded' }]);
      expect(await host().folders.mailsAbout(`${order.id} was cancelled`)).toHaveLength(1);
      expect(await letters()).toEqual([]);
    });
  });
}

/** As if an order had been placed so long ago that its time is up. */
async function overdue({ shop: { state } }: Host, orderId: string): Promise<void> {
  const due = Date.now() - 120_000;
  const found = await state.get(JOINS, `ship|${orderId}`);
  if (found === undefined || !isObject(found.value)) throw new Error(`No join waits for ${orderId}`);
  const expiresAt = Date.now() + 3_600_000;
  const value = { ...found.value, due };
  await state.put(JOINS, `ship|${orderId}`, { value, if: { version: found.version }, expiresAt });
  const entry: DueEntry = { v: 1, join: 'ship', key: orderId, due };
  await state.put(DUE, dueKey(entry), { value: entry, if: 'absent', expiresAt });
}
