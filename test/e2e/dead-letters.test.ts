import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { CLOUDS } from '../../local/laptop/cloud.ts';
import { sampleOrder } from '../../local/samples/sample-order.ts';
import { toSampleEvent } from '../../local/samples/to-sample-event.ts';
import { until } from '../until.ts';
import { type Checkout, copyCheckout } from './support/checkout.ts';
import { createClosers } from './support/closers.ts';
import { type RunningStart, startToStay } from './support/laptop.ts';
import { waybill } from './support/waybill.ts';

const closers = createClosers();
afterAll(closers.closeAll);

let checkout: Checkout;
let start: RunningStart;

beforeAll(async () => {
  checkout = closers.add(await copyCheckout());
  start = closers.add(await startToStay({ cwd: checkout.root }));
}, 90_000);

const run = (...args: readonly string[]) => waybill(checkout.root, args);

type Letter = {
  readonly id: string;
  readonly status: string;
  readonly command: string;
  readonly event: { id: string };
};

it.each(CLOUDS)(
  'a letter of the running npm start is found, mended and redriven on %s, and its trace tells of it',
  async (cloud) => {
    const order = { ...sampleOrder(`mute-${cloud}`), customer: { name: 'Ada Lovelace' } };
    const event = toSampleEvent('order.placed', order);
    await fetch(`${start.url}/${cloud}`, { method: 'POST', body: JSON.stringify(event) });
    const find = async (status: string) => {
      const { stdout } = await run('dead-letters', 'list', '--cloud', cloud, '--status', status, '--all', '--json');
      const { letters } = JSON.parse(stdout) as { readonly letters: readonly Letter[] }; // a test fails where it is something else
      return letters.find((letter) => letter.event.id === event.id);
    };
    const letter = await until('the letter', () => find('filed'));
    expect(letter.command).toBe(`npx waybill dead-letters redrive ${letter.id} --cloud ${cloud}`);
    const edit = '--set=/data/customer/email=ada@example.com';
    const { code, stdout } = await run(...letter.command.split(' ').slice(2), edit);
    expect([code, stdout]).toEqual([0, expect.stringContaining('1 letter redriven')]);
    expect(await find('redriven')).toMatchObject({ id: letter.id });
    const story = await until('the confirmation', async () => {
      const { stdout: tree } = await run('trace', `mute-${cloud}`, '--cloud', cloud);
      return /redriven from letter \w+ {2}redrive 1\n.*done {2}attempt 1/.test(tree) && tree;
    });
    expect(story).toMatch(/reject {2}attempt 1 .*no-address/);
  },
  60_000,
);

it('the letters of a run that has ended are still there, and say how they can be redriven', async () => {
  start.signalGroup('SIGINT');
  await start.ended;
  const { code, stdout } = await run('dead-letters', 'list', '--status', 'redriven');
  expect([code, stdout]).toEqual([0, expect.stringContaining('a run that has ended')]);
  const { code: refused, stderr } = await run('dead-letters', 'redrive', '--all', '--status', 'redriven');
  expect([refused, stderr]).toEqual([1, expect.stringMatching(/npm start -- --data \S+\.waybill/)]);
});
