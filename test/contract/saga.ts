import { describe, expect, it } from '@jest/globals';
import { TOKENS } from '../../shared/delivery/embedded/payment-entry.ts';
import type { CloudEvent } from '../../shared/schemas/cloudevent.ts';
import { type Bench, expectAcknowledged, linesAbout } from './bench.ts';
import type { Shape } from './harness.ts';
import { orderPlaced } from './things.ts';

/** What becomes of an order's stock and money. What is published comes back only where a case sends it. */
export function describeSaga<Payload>(bench: Bench<Payload>): void {
  const { harness, host, send } = bench;

  describe('an order’s stock and money', () => {
    it.each(harness.orders)('are each taken once, however often the order comes: $name', async ({ make }) => {
      const order = orderPlaced();
      const { onHand } = (await host().shop.productOf(order)) ?? {};
      const made = make(order);
      await expectAcknowledged(send(made));
      const first = await host().folders.publishedFor(order.id);
      await expectAcknowledged(send(made));
      expect(typesOf(first)).toEqual(['inventory.reserved', 'payment.successful']);
      expect(await host().folders.publishedFor(order.id)).toEqual(first);
      const [payment, ...more] = await host().shop.paymentsFor(order.id);
      expect(payment).toMatchObject({ status: 'charged', amount: 900, currency: 'EUR' });
      expect(more).toEqual([]);
      expect(await host().shop.productOf(order)).toMatchObject({ onHand, held: { [order.id]: 2 } });
      const lines = await linesAbout(host(), order.id, { count: 8 });
      const routes = ['confirm', 'reserve', 'charge', 'ship'];
      expect(lines.map(({ route }) => route).toSorted()).toEqual([...routes, ...routes].toSorted());
      expect(lines.map(({ outcome }) => outcome)).toEqual(lines.map(() => 'done'));
    });

    it.each(harness.orders)('lead to one parcel once their events come, however often: $name', async (shape) => {
      const order = orderPlaced();
      const { onHand = 0 } = (await host().shop.productOf(order)) ?? {};
      const { answers, ends } = await toItsEnd(bench, { shape, order });
      expect(typesOf(answers)).toEqual(['inventory.reserved', 'payment.successful']);
      expect(typesOf(ends)).toEqual(['order.shipped']);
      expect(await host().folders.mailsAbout(`${order.id} is on its way`)).toHaveLength(1);
      const product = await host().shop.productOf(order);
      expect(product?.onHand).toBe(onHand - 2);
      expect(product?.held).not.toHaveProperty(order.id);
      expect(await host().shop.paymentsFor(order.id)).toMatchObject([{ status: 'charged' }]);
    });

    it.each(harness.orders)('are given back once when the payment is declined: $name', async (shape) => {
      const order = orderPlaced(undefined, TOKENS.declined);
      const { onHand } = (await host().shop.productOf(order)) ?? {};
      const { answers, ends } = await toItsEnd(bench, { shape, order });
      expect(typesOf(answers)).toEqual(['inventory.reserved', 'payment.failed']);
      expect(typesOf(ends)).toEqual(['order.cancelled', 'stock.released']);
      expect(await host().folders.mailsAbout(`${order.id} was cancelled`)).toHaveLength(1);
      expect(await host().folders.mailsAbout(`${order.id} is on its way`)).toEqual([]);
      const product = await host().shop.productOf(order);
      expect(product?.onHand).toBe(onHand);
      expect(product?.held).not.toHaveProperty(order.id);
      expect(await host().shop.paymentsFor(order.id)).toMatchObject([{ status: 'declined' }]);
    });
  });
}

/** In the order of the alphabet: routes run side by side, and any may be the first. */
export function typesOf(events: readonly CloudEvent[]): readonly string[] {
  return events.map(({ type }) => type).toSorted();
}

type Way<Payload> = { readonly shape: Shape<CloudEvent, Payload>; readonly order: CloudEvent };

/** Sends an order and, twice, what was published for it: that, and what was published for that. */
async function toItsEnd<Payload>({ host, send }: Bench<Payload>, { shape, order }: Way<Payload>) {
  const letters = await host().folders.newLetters();
  await expectAcknowledged(send(shape.make(order)));
  const answers = await host().folders.publishedFor(order.id);
  for (const event of [...answers, ...answers]) await expectAcknowledged(send(shape.make(event)));
  const ends = (await host().folders.publishedFor(order.id)).slice(answers.length);
  expect(await letters()).toEqual([]);
  return { answers, ends };
}
