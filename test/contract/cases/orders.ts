import { describe, expect, it } from '@jest/globals';
import { type Bench, expectAcknowledged, expectLetter, linesAbout } from '../bench.ts';
import { anonymousOrder, orderPlaced, unknown } from '../things.ts';

export function describeOrders<Payload>({ harness, host, send }: Bench<Payload>): void {
  describe('an order', () => {
    it.each(harness.orders)('becomes one mail, however often it comes: $name', async ({ make }) => {
      const order = orderPlaced();
      const made = make(order);
      await expectAcknowledged(send(made));
      await expectAcknowledged(send(made));
      const mails = await host().folders.mailsAbout(order.id);
      expect(mails).toHaveLength(1);
      expect(mails[0]).toMatchObject({
        subject: `Your order ${order.id}`,
        to: { value: [{ name: 'Ada Köhler', address: 'ada@example.com' }] },
        text: expect.stringContaining('2 × Green tea: €9.00'),
      });
      const lines = await linesAbout(host(), order.id, 2);
      expect(lines).toMatchObject([
        { cloud: harness.cloud, route: 'confirm', outcome: 'done', attempt: 1 },
        {
          cloud: harness.cloud,
          route: 'confirm',
          outcome: 'done',
          attempt: 1,
          reason: expect.stringContaining('already done'),
        },
      ]);
    });

    it.each(harness.orders)('without an address becomes a dead letter: $name', async ({ make }) => {
      const letters = await host().folders.newLetters();
      const order = anonymousOrder();
      const made = make(order);
      await expectAcknowledged(send(made));
      await expectAcknowledged(send(made));
      const letter = expectLetter(await letters(), { code: 'no-address', raw: made.raw[0] });
      expect(letter).toMatchObject({ route: 'confirm', attempts: 1, event: { id: order.id, data: order.data } });
    });

    it.each(harness.orders)('of a type that nobody knows becomes a dead letter: $name', async ({ make }) => {
      const letters = await host().folders.newLetters();
      const event = unknown();
      const made = make(event);
      await expectAcknowledged(send(made));
      const letter = expectLetter(await letters(), { code: 'unrouted', raw: made.raw[0] });
      expect(letter).toMatchObject({ attempts: 0, event: { id: event.id, type: 'weather.changed' } });
      expect(letter).not.toHaveProperty('route');
    });
  });
}
