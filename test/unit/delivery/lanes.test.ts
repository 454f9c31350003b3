import { describe, expect, it } from '@jest/globals';
import type { Item } from '../../../shared/delivery/item.ts';
import { createLaneQueue } from '../../../shared/delivery/lane-queue.ts';
import { runLanes } from '../../../shared/delivery/lanes.ts';
import { createRouter } from '../../../shared/delivery/router.ts';
import { createSlots } from '../../../shared/delivery/slots.ts';
import type { Handler } from '../../../shared/routing/context.ts';
import { reject } from '../../../shared/routing/outcome.ts';
import { defineRoutes } from '../../../shared/routing/table.ts';
import { until } from '../../until.ts';
import { createWorld, orderPlaced, routeTo } from './world.ts';

type Shared = Pick<Parameters<typeof runLanes<string>>[2], 'queue' | 'onSettled'>;
type Sent = { readonly lane: string; readonly id: string; readonly subject?: string; readonly inOrder?: true };

function item({ lane, id, subject = id, inOrder }: Sent): Item<string> {
  const event = orderPlaced({ id, subject });
  return { ref: id, lane, event: { ok: true, value: event }, raw: Buffer.from(id), ...(inOrder ? { inOrder } : {}) };
}

function createBatch(handle: Handler<unknown, 'a' | 'b'>, order?: 'subject') {
  const world = createWorld();
  const route = routeTo(handle, order === undefined ? {} : { order });
  const router = createRouter({ name: 'test', table: defineRoutes([route]), ports: world.ports }, {});
  return {
    world,
    router,
    send: (sent: readonly Sent[], deadline = Number.POSITIVE_INFINITY, shared: Shared = {}) =>
      runLanes(router, sent.map(item), { deadline, ...shared }),
  };
}

/** A handler that notes what it is given, and throws for the ids that are told. */
function noting(seen: string[], bad: readonly string[] = []): Handler<unknown, 'a' | 'b'> {
  return async ({ id }) => {
    seen.push(id);
    if (bad.includes(id)) throw new Error('boom');
  };
}

describe('the items of one lane', () => {
  it('run one after another, in their order', async () => {
    const seen: string[] = [];
    let running = 0;
    const { send } = createBatch(async ({ id }) => {
      expect(++running).toBe(1);
      await Promise.resolve();
      seen.push(id);
      running--;
    });
    await send(['1', '2', '3'].map((id) => ({ lane: 'a', id })));
    expect(seen).toEqual(['1', '2', '3']);
  });

  it('run on after one that failed, where nobody asks for order', async () => {
    const seen: string[] = [];
    const { send } = createBatch(noting(seen, ['1']));
    const settled = await send(['1', '2'].map((id) => ({ lane: 'a', id, subject: 's' })));
    expect(seen).toEqual(['1', '2']);
    expect(settled.map(({ verdict }) => verdict.kind)).toEqual(['retry', 'done']);
  });

  it('wait behind one of their subject that failed, where the route asks for order', async () => {
    const seen: string[] = [];
    const { send } = createBatch(noting(seen, ['1']), 'subject');
    const settled = await send([
      { lane: 'a', id: '1', subject: 's' },
      { lane: 'a', id: '2', subject: 'other' },
      { lane: 'a', id: '3', subject: 's' },
      { lane: 'b', id: '4', subject: 's' },
      { lane: 'a', id: '5', subject: 's' },
    ]);
    expect(seen.toSorted()).toEqual(['1', '2', '4']);
    expect(settled.map(({ ref, verdict }) => [ref, verdict.kind])).toEqual([
      ['1', 'retry'],
      ['2', 'done'],
      ['3', 'retry'],
      ['4', 'done'],
      ['5', 'retry'],
    ]);
    expect(settled[2]?.verdict).toEqual({ kind: 'retry', waiting: true });
  });

  it('do not wait behind one another without a subject, each being one of its own', async () => {
    const seen: string[] = [];
    const { router } = createBatch(noting(seen, ['1']), 'subject');
    const items = ['1', '2'].map((id): Item<string> => {
      const { subject: _, ...event } = orderPlaced({ id });
      return { ref: id, lane: 'a', event: { ok: true, value: event }, raw: Buffer.from(id) };
    });
    const settled = await runLanes(router, items, { deadline: Number.POSITIVE_INFINITY });
    expect(settled.map(({ verdict }) => verdict.kind)).toEqual(['retry', 'done']);
  });

  it('run on after one that was dead-lettered, in order or not', async () => {
    const seen: string[] = [];
    const { send } = createBatch(async ({ id }) => {
      seen.push(id);
      return id === '1' ? reject('x', 'y') : undefined;
    }, 'subject');
    await send(['1', '2'].map((id) => ({ lane: 'a', id, subject: 's' })));
    expect(seen).toEqual(['1', '2']);
  });

  it('do not run at all behind one that failed, where the source holds the lane back', async () => {
    const seen: string[] = [];
    const { send } = createBatch(noting(seen, ['2']));
    const settled = await send(['1', '2', '3', '4'].map((id) => ({ lane: 'a', id, inOrder: true })));
    expect(seen).toEqual(['1', '2']);
    expect(settled.map(({ verdict }) => verdict.kind)).toEqual(['done', 'retry', 'retry', 'retry']);
  });
});

describe('lanes', () => {
  it.each([
    ['sixteen', 16, {}],
    ['as many as their queue has slots', 3, { queue: createLaneQueue(createSlots(3)) }],
  ])('run side by side, %s at once', async (_, expected, shared) => {
    const gate = Promise.withResolvers<void>();
    let running = 0;
    let most = 0;
    const { send } = createBatch(async () => {
      most = Math.max(most, ++running);
      await gate.promise;
      running--;
    });
    const sent = Array.from({ length: 40 }, (_, index) => ({ lane: `${index}`, id: `${index}` }));
    const batch = send(sent, Number.POSITIVE_INFINITY, shared);
    await until('so many to run', () => running === expected);
    gate.resolve();
    expect((await batch).every(({ verdict }) => verdict.kind === 'done')).toBe(true);
    expect(most).toBe(expected);
  });

  it('give every item back, in the batch’s order', async () => {
    const { send } = createBatch(async () => {});
    const sent = ['3', '1', '2', '4'].map((id) => ({ lane: `${Number(id) % 2}`, id }));
    expect((await send(sent)).map(({ ref, lane }) => [ref, lane])).toEqual([
      ['3', '1'],
      ['1', '1'],
      ['2', '0'],
      ['4', '0'],
    ]);
    expect(await send([])).toEqual([]);
  });

  it('have what there is no time for sent again, and run none of it', async () => {
    const seen: string[] = [];
    const { send, world } = createBatch(noting(seen));
    const settled = await send([{ lane: 'a', id: '1' }], world.clock.now() + 1_000);
    expect(settled).toEqual([{ ref: '1', lane: 'a', verdict: { kind: 'retry', waiting: true } }]);
    expect(seen).toEqual([]);
  });
});
