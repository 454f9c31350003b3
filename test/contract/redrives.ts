import { describe, expect, it } from '@jest/globals';
import { type Bench, expectAcknowledged, expectLetter, linesAbout } from './bench.ts';
import { anonymousOrder, emittedOnly } from './things.ts';

const addressed = { waybillroute: 'confirm', waybillredrive: 1 };

/** An event that comes once more for one route, after someone has mended what made it a dead letter. */
export function describeRedrives<Payload>({ harness, host, send }: Bench<Payload>): void {
  describe('a redriven event', () => {
    const shapes = harness.orders.filter(({ plain }) => plain !== true);

    it.each(shapes)('reaches the route that it names and no other, once: $name', async ({ make }) => {
      const letters = await host().folders.newLetters();
      const order = anonymousOrder();
      const made = make(order);
      await expectAcknowledged(send(made));
      const published = await host().folders.publishedFor(order.id);
      const data = { ...order.data, customer: { name: 'Ada Köhler', email: 'ada@example.com' } };
      const redriven = make({ ...order, data, ...addressed });
      await expectAcknowledged(send(redriven));
      await expectAcknowledged(send(redriven));
      // Lines come in the order in which they were written: once this one is there, so are those before it.
      const last = emittedOnly();
      await expectAcknowledged(send(make(last)));
      await linesAbout(host(), last.id);
      const lines = await linesAbout(host(), order.id, { count: 6 });
      expect(lines.slice(4)).toMatchObject([
        { route: 'confirm', outcome: 'done', attempt: 1 },
        { route: 'confirm', outcome: 'done', reason: expect.stringContaining('already done') },
      ]);
      expect(lines).toHaveLength(6);
      expect(await host().folders.mailsAbout(order.id)).toHaveLength(1);
      expect(await host().folders.publishedFor(order.id)).toEqual(published);
      expectLetter(await letters(), { code: 'no-address', raw: made.raw[0] });
    });
  });
}
