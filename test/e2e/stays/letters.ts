import { expect, it } from '@jest/globals';
import { CLOUDS } from '../../../local/laptop/cloud.ts';
import { sampleOrder } from '../../../local/samples/sample-order.ts';
import { toSampleEvent } from '../../../local/samples/to-sample-event.ts';
import { until } from '../../until.ts';
import type { StaysBench } from './bench.ts';

type Letter = {
  readonly id: string;
  readonly status: string;
  readonly command: string;
  readonly event: { id: string };
};

/** What `waybill dead-letters` and `waybill trace` say of the letters of an `npm start` that runs. */
export function describeLetters(bench: () => StaysBench): void {
  it.each(CLOUDS)(
    'a letter of the running npm start is found, mended and redriven on %s, and its trace tells of it',
    async (cloud) => {
      const order = { ...sampleOrder(`mute-${cloud}`), customer: { name: 'Ada Lovelace' } };
      const event = toSampleEvent('order.placed', order);
      await bench().post(`/${cloud}`, JSON.stringify(event));
      const find = async (status: string) => {
        const { stdout } = await bench().run(
          'dead-letters',
          'list',
          '--cloud',
          cloud,
          '--status',
          status,
          '--all',
          '--json',
        );
        const { letters } = JSON.parse(stdout) as { readonly letters: readonly Letter[] }; // a test fails where it is something else
        return letters.find((letter) => letter.event.id === event.id);
      };
      const letter = await until('the letter', () => find('filed'));
      expect(letter.command).toBe(`npx waybill dead-letters redrive ${letter.id} --cloud ${cloud}`);
      const edit = '--set=/data/customer/email=ada@example.com';
      const { code, stdout } = await bench().run(...letter.command.split(' ').slice(2), edit);
      expect([code, stdout]).toEqual([0, expect.stringContaining('1 letter redriven')]);
      expect(await find('redriven')).toMatchObject({ id: letter.id });
      const story = await until('the confirmation', async () => {
        const { stdout: tree } = await bench().run('trace', `mute-${cloud}`, '--cloud', cloud);
        return /redriven from letter \w+ {2}redrive 1\n.*done {2}attempt 1/.test(tree) && tree;
      });
      expect(story).toMatch(/reject {2}attempt 1 .*no-address/);
    },
    60_000,
  );
}

/** What they say once it has ended. */
export function describeLettersOfEnded(bench: () => StaysBench): void {
  it('the letters of a run that has ended are still there, and say how they can be redriven', async () => {
    const { code, stdout } = await bench().run('dead-letters', 'list', '--status', 'redriven');
    expect([code, stdout]).toEqual([0, expect.stringContaining('a run that has ended')]);
    const { code: refused, stderr } = await bench().run('dead-letters', 'redrive', '--all', '--status', 'redriven');
    expect([refused, stderr]).toEqual([1, expect.stringMatching(/npm start -- --data \S+\.waybill/)]);
  });
}
