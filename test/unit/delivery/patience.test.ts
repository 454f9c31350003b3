import { getEventListeners } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { PortError } from '../../../shared/delivery/port-error.ts';
import { done, retry } from '../../../shared/routing/outcome.ts';
import { until } from '../../until.ts';
import { createJoiner, part } from './joiner.ts';
import { createSettler, inWords, never } from './settler.ts';
import { orderPlaced, routeTo, type World } from './world.ts';

/** Runs the clock on until the promise is kept, half a second at a time. */
async function elapse<T>(world: World, promise: Promise<T>): Promise<T> {
  let isKept = false;
  void promise.finally(() => {
    isKept = true;
  });
  for (let steps = 0; steps < 1_000; steps++) {
    await new Promise((resolve) => setImmediate(resolve));
    if (isKept) return promise;
    world.clock.advance(500);
  }
  throw new Error('500 s and no end');
}

/** Runs the clock on by so many milliseconds, half a second at a time. */
async function pass({ clock }: World, ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 500) {
    await new Promise((resolve) => setImmediate(resolve));
    clock.advance(500);
  }
}

function createFailing(times: number) {
  const runs: number[] = [];
  const route = routeTo(async (_event, { attempt }) => {
    runs.push(attempt);
    if (attempt <= times) throw new Error('boom');
  });
  const settler = createSettler([route]);
  return { ...settler, runs, start: settler.world.clock.now() };
}

describe('a source that brings again at once what is not done', () => {
  it('is made to wait in the call for each back-off', async () => {
    const { world, send, runs, start } = createFailing(3);
    expect(inWords(await elapse(world, send(orderPlaced(), { atOnce: true })))).toEqual(['done']);
    expect([runs, world.clock.now() - start]).toEqual([[1, 2, 3, 4], 500 + 1_000 + 2_000]);
    expect(world.lines.map(({ outcome }) => outcome)).toEqual(['retry', 'retry', 'retry', 'done']);
  });

  it.each([
    [499, [1]],
    [500, [1, 2]],
    [1_999, [1, 2, 3]],
  ])('waits no longer than leaves time to run: with %p ms to spare it runs %j', async (spare, expected) => {
    const { world, send, runs, start } = createFailing(9);
    const sent = send(orderPlaced(), { atOnce: true, deadline: start + 25_000 + spare });
    expect((await elapse(world, sent)).verdict).toMatchObject({ kind: 'retry' });
    expect(runs).toEqual(expected);
    expect(world.clock.now()).toBeLessThanOrEqual(start + spare);
  });

  it('leaves a line a minute, and not one a second, while it waits for a service that is down', async () => {
    let isDown = true;
    const route = routeTo(async () => {
      if (isDown) throw new PortError('unavailable', 'mail', { message: 'nothing listens' });
    });
    const { world, send } = createSettler([route]);
    const sent = send(orderPlaced(), { atOnce: true });
    await pass(world, 120_000);
    isDown = false;
    expect(inWords(await elapse(world, sent))).toEqual(['done']);
    expect(world.lines.map(({ outcome }) => outcome)).toEqual(['retry', 'retry', 'done']);
  });

  it('leaves no more lines where it is a join that waits for one', async () => {
    let isDown = true;
    const handle = async () => {
      if (isDown) throw new PortError('unavailable', 'mail', { message: 'nothing listens' });
    };
    const { send, world } = createJoiner({ handle });
    await send(part('opened'));
    await send(part('stocked'));
    world.lines.length = 0;
    const sent = send(part('paid'), { atOnce: true });
    await pass(world, 120_000);
    isDown = false;
    expect(inWords(await elapse(world, sent)).at(-1)).toEqual('done');
    const tries = ['done retry', 'skipped retry', 'skipped retry', 'skipped done'];
    expect(world.lines.map(({ outcome, as }) => as ?? outcome).join(' ')).toBe(tries.join(' '));
  });

  it('is made to wait a little by a retry that asks for no wait and costs no attempt', async () => {
    let runs = 0;
    const route = routeTo(async () => {
      runs += 1;
      return runs === 10 ? done() : retry({ after: '0s', counted: false });
    });
    const { world, send } = createSettler([route]);
    const start = world.clock.now();
    expect(inWords(await elapse(world, send(orderPlaced(), { atOnce: true })))).toEqual(['done']);
    expect(world.clock.now() - start).toBeGreaterThanOrEqual(9 * 100);
  });

  it('is made to wait for a lease', async () => {
    let isDoomed = true;
    const { world, send, startDoomed } = createSettler([routeTo(() => (isDoomed ? never() : Promise.resolve()))]);
    const start = world.clock.now();
    void startDoomed()(orderPlaced());
    await until('the claim', async () => (await world.ports.state.list('claims', { limit: 1 })).length === 1);
    isDoomed = false;
    expect(inWords(await elapse(world, send(orderPlaced(), { atOnce: true })))).toEqual(['done']);
    expect(world.clock.now() - start).toBe(25_000);
  });

  it('is made to wait for a store that is down, and that costs no attempt', async () => {
    const { world, send, runs, start } = createFailing(0);
    world.broken.state = new Error('no route to host');
    world.clock.after(2_500, () => void delete world.broken.state);
    expect(inWords(await elapse(world, send(orderPlaced(), { atOnce: true })))).toEqual(['done']);
    expect([runs, world.clock.now() - start]).toEqual([[1], 3_000]);
  });

  it('waits for the route that failed alone', async () => {
    const runs: string[] = [];
    const fine = routeTo(async () => void runs.push('fine'), { name: 'fine' });
    const bad = routeTo(
      async (_event, { attempt }) => {
        runs.push('bad');
        if (attempt === 1) throw new Error('boom');
      },
      { name: 'bad' },
    );
    const { world, send } = createSettler([fine, bad]);
    await elapse(world, send(orderPlaced(), { atOnce: true }));
    expect(runs.toSorted()).toEqual(['bad', 'bad', 'fine']);
  });

  it('does not hold up a process that is about to end', async () => {
    const { world, send, runs, start } = createFailing(9);
    const ending = new AbortController();
    const sent = send(orderPlaced(), { atOnce: true, signal: ending.signal });
    await until('the first run to fail', () => world.lines.length === 1);
    ending.abort();
    expect((await sent).verdict).toMatchObject({ kind: 'retry' });
    expect([runs, world.clock.now()]).toEqual([[1], start]);
  });

  it('leaves nothing behind at the signal of a process that goes on', async () => {
    const { world, send } = createFailing(3);
    const { signal } = new AbortController();
    await elapse(world, send(orderPlaced(), { atOnce: true, signal }));
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });
});

describe('any other source', () => {
  it('is not made to wait', async () => {
    const { world, send, runs, start } = createFailing(3);
    expect((await send(orderPlaced())).verdict).toMatchObject({ kind: 'retry', after: 500 });
    expect([runs, world.clock.now()]).toEqual([[1], start]);
  });
});
