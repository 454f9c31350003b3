import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { toSampleEvent } from '../../../local/samples/to-sample-event.ts';
import { order, type StaysBench } from './bench.ts';

/** What `waybill send` brings to an `npm start` that stays. `cat.jpg` lies in its checkout. */
export function describeSend(bench: () => StaysBench): void {
  describe('waybill send', () => {
    it('uploads a file under the name that it is given', async () => {
      const sent = await bench().run('send', 'cat.jpg', '--to', 'azure', '--as', 'pets/cat.jpg');
      expect(sent).toEqual({ code: 0, stdout: 'sent pets/cat.jpg to azure\n', stderr: '' });
      await bench().start.delivers({ cloud: 'azure', subject: 'pets/cat.jpg', route: 'resize', outcome: 'done' });
      const blobs = join(bench().start.uploadsOf('azure'), '..');
      expect(existsSync(join(blobs, 'thumbnails', 'thumbnails', 'pets', 'cat-320.jpg'))).toBe(true);
    });

    it('sends a sample of a type, and tells as JSON what it sent', async () => {
      const { code, stdout } = await bench().run('send', '--type', 'order.placed', '--to', 'gcp', '--json');
      expect([code, JSON.parse(stdout)]).toEqual([0, { cloud: 'gcp', id: expect.any(String), type: 'order.placed' }]);
      await bench().start.delivers({ cloud: 'gcp', type: 'order.placed', route: 'confirm', outcome: 'done' });
      // A new order each time: one that was placed before would not be shipped again.
      await bench().start.delivers({ cloud: 'gcp', type: 'order.shipped', outcome: 'skipped' });
    });

    it('sends an event from a file, and names the place of what makes it none', async () => {
      const file = join(bench().checkout.root, 'event.json');
      await writeFile(file, JSON.stringify(order('from-file')));
      expect(await bench().run('send', 'event.json', '--to', 'aws')).toMatchObject({ code: 0 });
      await bench().start.delivers({ cloud: 'aws', subject: 'from-file', route: 'confirm', outcome: 'done' });
      await writeFile(file, JSON.stringify({ ...toSampleEvent('order.placed'), id: '' }));
      const refused = await bench().run('send', 'event.json', '--to', 'aws');
      expect(refused).toMatchObject({
        code: 1,
        stdout: '',
        stderr: expect.stringMatching(/event\.json: .*id.*--as event\.json/s),
      });
    });

    it.each([
      ['a command that there is not', ['sned', 'cat.jpg', '--to', 'gcp'], 'Did you mean send?'],
      ['an option that there is not', ['send', 'cat.jpg', '--to', 'gcp', '--jsn'], 'Did you mean --json?'],
      ['a cloud that there is not', ['send', 'cat.jpg', '--to', 'gpc'], 'Allowed choices are gcp, azure, aws'],
      ['no cloud', ['send', 'cat.jpg'], '--to <cloud>'],
      ['neither a file nor a type', ['send', '--to', 'gcp'], 'expected a file, or --type'],
      ['a file and a type', ['send', 'cat.jpg', '--type', 'order.placed', '--to', 'gcp'], 'expected a file, or --type'],
    ])('answers %s with exit code 2', async (_, args, words) => {
      expect(await bench().run(...args)).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(words) });
    });

    it('answers a type that it has no sample of with the nearest one', async () => {
      const refused = await bench().run('send', '--type', 'order.place', '--to', 'gcp');
      expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('did you mean order.placed?') });
    });
  });
}
