import { describe, expect, it } from '@jest/globals';
import { type Bench, expectAcknowledged, expectLetter, mailed } from '../bench.ts';
import { anonymousOrder, emittedOnly, orderPlaced } from '../things.ts';

export function describeBatches<Payload>({ harness, host, send }: Bench<Payload>): void {
  describe('several events in one payload', () => {
    it.each(harness.batches)('are each done once, however often they come: $name', async ({ make }) => {
      const orders = [orderPlaced(), orderPlaced(), orderPlaced(), orderPlaced()];
      const made = make(orders);
      await expectAcknowledged(send(made));
      await expectAcknowledged(send(made));
      expect(await mailed(host(), orders)).toEqual([1, 1, 1, 1]);
    });

    it.each(harness.batches)(
      'stand for themselves, a bad or unwanted one beside good ones: $name',
      async ({ make }) => {
        const letters = await host().folders.newLetters();
        const events = [orderPlaced(), anonymousOrder(), emittedOnly(), orderPlaced()];
        const made = make(events);
        await expectAcknowledged(send(made));
        expect(await mailed(host(), events)).toEqual([1, 0, 0, 1]);
        const letter = expectLetter(await letters(), { code: 'no-address', raw: made.raw[1] });
        expect(letter.event?.id).toBe(events[1]?.id);
      },
    );
  });
}
