import { describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { type Bench, expectAcknowledged, expectLetter, linesAbout } from '../bench.ts';
import type { Upload } from '../harness.ts';
import { unique, upload } from '../things.ts';

export function describeUploads<Payload>(bench: Bench<Payload>): void {
  const { harness, host, photo, send } = bench;
  const put = (name: string, bytes: Uint8Array) => putUpload(bench, name, bytes);

  describe('an upload', () => {
    it.each(harness.uploads)(
      'becomes two thumbnails and one blob.resized, however often it comes: $name',
      async ({ make }) => {
        // All that the clouds encode differently: a folder, a space, a plus, letters beyond ASCII.
        const stem = unique('photos/à la plage 1+2');
        const made = make(await put(`${stem}.jpg`, photo()));
        await expectAcknowledged(send(made));
        await expectAcknowledged(send(made));
        const resized = await host().folders.resizedOf(`${stem}.jpg`);
        expect(resized).toHaveLength(1);
        expect(resized[0]?.data).toMatchObject({
          bucket: 'uploads',
          thumbnails: [
            { name: `thumbnails/${stem}-320.jpg`, width: 320, height: 180, contentType: 'image/jpeg' },
            { name: `thumbnails/${stem}-1024.jpg`, width: 1024, height: 576, contentType: 'image/jpeg' },
          ],
        });
        expect(await sizeOf(bench, `thumbnails/${stem}-320.jpg`)).toEqual([320, 180]);
        expect(await sizeOf(bench, `thumbnails/${stem}-1024.jpg`)).toEqual([1024, 576]);
      },
    );

    it('is one event, by whatever shape it comes', async () => {
      const name = `${unique('photos/same')}.jpg`;
      const it = await put(name, photo());
      for (const { make } of harness.uploads) await expectAcknowledged(send(make(it)));
      const lines = await linesAbout(host(), name, harness.uploads.length);
      expect(new Set(lines.map(({ event }) => `${event?.source} ${event?.id}`)).size).toBe(1);
      expect(await host().folders.resizedOf(name)).toHaveLength(1);
    });

    it.each(harness.uploads)('that is no image becomes a dead letter: $name', async ({ make }) => {
      const letters = await host().folders.newLetters();
      const name = `${unique('fake')}.jpg`;
      const made = make(await put(name, Buffer.from('not a photo')));
      await expectAcknowledged(send(made));
      const letter = expectLetter(await letters(), { code: 'not-an-image', raw: made.raw[0] });
      expect(letter).toMatchObject({ route: 'resize', attempts: 1, event: { type: 'blob.uploaded', subject: name } });
    });
  });
}

async function putUpload<Payload>({ host }: Bench<Payload>, name: string, bytes: Uint8Array): Promise<Upload> {
  await host().folders.write('uploads', name, bytes);
  return upload(name, { size: bytes.length });
}

async function sizeOf<Payload>({ host }: Bench<Payload>, name: string): Promise<readonly [number, number]> {
  const { width, height } = await sharp(await host().folders.read('thumbnails', name)).metadata();
  return [width, height];
}
