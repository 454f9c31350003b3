import { describe, expect, it } from '@jest/globals';
import type { Settled } from '../../../shared/delivery/item.ts';
import { createLaneQueue } from '../../../shared/delivery/lane-queue.ts';
import { runLanes } from '../../../shared/delivery/lanes.ts';
import type { Ports } from '../../../shared/delivery/ports.ts';
import { createRouter } from '../../../shared/delivery/router.ts';
import { createSlots } from '../../../shared/delivery/slots.ts';
import type { Handler } from '../../../shared/routing/context.ts';
import { defineRoutes } from '../../../shared/routing/table.ts';
import { createWorld, orderPlaced, routeTo } from './world.ts';

const turn = () => new Promise<void>((done) => setImmediate(done));

/** Calls that share a queue; what began, in its order, as `route id`. */
function createCalls(slots: number, handlers: Readonly<Record<string, Handler<unknown, 'a' | 'b'>>>) {
  const world = createWorld();
  const [began, settled]: [string[], string[]] = [[], []];
  const queue = createLaneQueue(createSlots(slots));
  const routes = Object.entries(handlers).map(([name, handle]) =>
    routeTo(
      (event, context) => {
        began.push(`${name} ${event.id}`);
        return handle(event, context);
      },
      { name },
    ),
  );
  const broken: { log?: Error } = {};
  const log: Ports['log'] = () => {
    if (broken.log !== undefined) throw broken.log;
  };
  const router = createRouter({ name: 'test', table: defineRoutes(routes), ports: { ...world.ports, log } }, {});
  const onSettled = ({ ref, verdict }: Settled<string>) => void settled.push(`${ref} ${verdict.kind}`);
  const sendUntil = (ms: number, ...ids: readonly string[]) => {
    const items = ids.map((id) => {
      const event = { ok: true, value: orderPlaced({ id }) } as const;
      return { ref: id, lane: id.slice(0, 1), atOnce: true, inOrder: true, event, raw: Buffer.from(id) } as const;
    });
    return runLanes(router, items, { deadline: world.clock.now() + ms, queue, onSettled });
  };
  const send = (...ids: readonly string[]) => sendUntil(Number.POSITIVE_INFINITY, ...ids);
  return { world, queue, began, settled, send, sendUntil, broken };
}

/** Throws for ids that end so, on their first attempt. */
const fails: Handler<unknown, 'a' | 'b'> = async ({ id }, { attempt }) => {
  if (id.endsWith('!') && attempt === 1) throw new Error('boom');
};

describe('calls that share a queue', () => {
  it('keep the order of a lane over all of them, and know of each item before the rest of its call', async () => {
    const { world, send, began, settled } = createCalls(2, { r: fails });
    const first = send('a1!', 'b1');
    const second = send('a2', 'c1');
    await turn();
    expect([began, settled]).toEqual([
      ['r a1!', 'r b1', 'r c1'],
      ['b1 done', 'c1 done'],
    ]);
    world.clock.advance(1_000);
    expect((await Promise.all([first, second])).flat().map(({ ref }) => ref)).toEqual(['a1!', 'b1', 'a2', 'c1']);
    expect([began.slice(3), settled.slice(2)]).toEqual([
      ['r a1!', 'r a2'],
      ['a1! done', 'a2 done'],
    ]);
  });

  it('give the slot of an event that waits to others, and run no more than there are when it comes back', async () => {
    const open = Promise.withResolvers<void>();
    const { world, send, began } = createCalls(1, {
      r: (event, context) => (event.id === 'b' ? open.promise : fails(event, context)),
    });
    const calls = send('a!', 'b', 'c');
    await turn();
    world.clock.advance(1_000);
    await turn();
    expect(began).toEqual(['r a!', 'r b']);
    open.resolve();
    await calls;
    expect(began).toEqual(['r a!', 'r b', 'r a!', 'r c']);
  });

  it('leave an event its slot while one of its routes runs and another waits', async () => {
    const open = Promise.withResolvers<void>();
    const { world, send, began } = createCalls(1, {
      bad: fails,
      slow: ({ id }) => (id === 'a!' ? open.promise : Promise.resolve()),
    });
    const calls = send('a!', 'b');
    await turn();
    expect(began).toEqual(['bad a!', 'slow a!']);
    open.resolve();
    await turn();
    expect(began.slice(2)).toEqual(['bad b', 'slow b']);
    world.clock.advance(1_000);
    await calls;
    expect(began.slice(4)).toEqual(['bad a!']);
  });

  it('skip what is behind one that comes again, in later calls too, until all of it does', async () => {
    const { queue, sendUntil, send, began, settled } = createCalls(2, { r: async () => {} });
    await sendUntil(1_000, 'a1', 'a2', 'b1');
    await send('a3', 'c1');
    expect([began, settled.toSorted()]).toEqual([
      ['r c1'],
      ['a1 retry', 'a2 retry', 'a3 retry', 'b1 retry', 'c1 done'],
    ]);
    queue.release();
    await send('a1', 'a2', 'b1', 'a3');
    expect(began.slice(1).toSorted()).toEqual(['r a1', 'r a2', 'r a3', 'r b1']);
  });

  it('fail when something of them does that never should, but not before the rest is settled', async () => {
    const { broken, send, settled } = createCalls(1, { r: async () => {} });
    broken.log = new Error('no log');
    await expect(send('a1', 'b1')).rejects.toThrow('no log');
    expect(settled).toEqual(['a1 retry', 'b1 retry']);
  });
});
