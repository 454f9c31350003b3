import { expect, it } from '@jest/globals';
import type { Consumer } from '@platformatic/kafka';
import { createBlocks } from '../../../../../functions/kafka/worker/blocks.ts';
import { createFetchClient } from '../../../../../functions/kafka/worker/fetch/fetch-client.ts';
import { createTroubles } from '../../../../../functions/kafka/worker/watch/troubles.ts';
import { createManualClock } from '../../../../manual-clock.ts';

const turn = () => new Promise<void>((done) => setImmediate(done));

/** Clients that open as `outcomes` say, one after another: an error is thrown. */
function setUp(...outcomes: readonly (Error | 'opens')[]) {
  const clock = createManualClock();
  const left = [...outcomes];
  const closed: number[] = [];
  let opened = 0;
  const open = async () => {
    const outcome = left.shift();
    if (outcome instanceof Error) throw outcome;
    opened += 1;
    const number = opened;
    const calls: Partial<Record<keyof Consumer, unknown>> = { close: async () => void closed.push(number) };
    return calls as Consumer; // no more of it is called
  };
  const troubles = createTroubles(clock, () => {});
  const blocks = createBlocks(
    clock,
    () => 1,
    () => client.open(),
  );
  const told: string[] = [];
  const client = createFetchClient({ open, blocks, troubles, onOpen: () => told.push('open') });
  return { clock, client, troubles, closed, told: () => told.length };
}

it('opens one client however often it is asked, and another one when that was given up', async () => {
  const { client, closed, told } = setUp('opens', 'opens');
  for (let time = 0; time < 3; time += 1) client.open();
  await turn();
  expect([client.get() !== undefined, told()]).toEqual([true, 1]);
  await client.giveUp();
  expect([client.get(), closed]).toEqual([undefined, [1]]);
  client.open();
  await turn();
  expect(told()).toBe(2);
});

it('tries again after a failure, and says so until it works', async () => {
  const { clock, client, troubles } = setUp(new Error('no'), 'opens');
  client.open();
  await turn();
  expect(troubles.list()).toEqual([expect.stringMatching(/^client: /)]);
  clock.advance(30_000);
  await turn();
  expect([client.get() !== undefined, troubles.list()]).toEqual([true, []]);
});

it('closes what has opened after the end', async () => {
  const { client, closed, told } = setUp('opens');
  client.open();
  await client.stop();
  await turn();
  expect([client.get(), closed, told()]).toEqual([undefined, [1], 0]);
});
