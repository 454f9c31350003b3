import { describe, expect, it } from '@jest/globals';
import { type Bench, expectAcknowledged, linesAbout } from '../bench.ts';
import { emittedOnly, unique, upload } from '../things.ts';

export function describeSkips<Payload>({ harness, host, send }: Bench<Payload>): void {
  describe('an event that no route wants', () => {
    const uploads = [
      { what: 'an upload that is no image', prefix: 'notes', suffix: '.txt', contentType: 'text/plain' },
      { what: 'a thumbnail', prefix: 'thumbnails/photo', suffix: '.jpg', contentType: 'image/jpeg' },
    ];
    const cases = uploads.flatMap((kind) => harness.uploads.map((shape) => ({ ...kind, ...shape })));

    it.each(cases)('is acknowledged without a letter: $what, $name', async (given) => {
      const letters = await host().folders.newLetters();
      const name = `${unique(given.prefix)}${given.suffix}`;
      await expectAcknowledged(send(given.make(upload(name, { contentType: given.contentType }))));
      expect(await linesAbout(host(), name)).toMatchObject([
        { event: { type: 'blob.uploaded' }, outcome: 'done', as: 'skipped' },
      ]);
      expect(await letters()).toEqual([]);
    });

    it.each(harness.orders)(
      'is acknowledged without a letter: a type that is only emitted, $name',
      async ({ make }) => {
        const letters = await host().folders.newLetters();
        const event = emittedOnly();
        await expectAcknowledged(send(make(event)));
        expect(await linesAbout(host(), event.id)).toMatchObject([{ outcome: 'done', as: 'skipped' }]);
        expect(await letters()).toEqual([]);
      },
    );
  });
}
