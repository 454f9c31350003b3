import { describe, expect, it } from '@jest/globals';
import * as z from 'zod/mini';
import type { Outcome } from '../../../shared/routing/outcome.ts';
import { route } from '../../../shared/routing/route.ts';
import { until } from '../../until.ts';
import { createWorld, orderPlaced, routeTo } from './world.ts';

/** A handler as JavaScript may write it. */
function returning(value: unknown) {
  return routeTo(async () => value as Outcome); // the point of the test is that it may be none
}

describe('a handler that returns', () => {
  it.each<[string, unknown]>([
    ['a text', 'done'],
    ['null', null],
    ['false', false],
    ['an object', {}],
    ['an array', []],
    ['an unknown kind', { kind: 'maybe' }],
    ['a done that is something else', { kind: 'done', as: 'failed' }],
    ['a retry that does not say whether it counts', { kind: 'retry', reason: 'x' }],
    ['a retry after no time', { kind: 'retry', reason: 'x', counted: true, after: Number.NaN }],
    ['a retry after all time', { kind: 'retry', reason: 'x', counted: false, after: Number.POSITIVE_INFINITY }],
    ['a retry in the past', { kind: 'retry', reason: 'x', counted: true, after: -1 }],
    ['a retry after a text', { kind: 'retry', reason: 'x', counted: true, after: '30s' }],
    ['a reject without a code', { kind: 'reject', reason: 'x' }],
  ])('%s is retried, and that counts', async (_what, value) => {
    const { outcome } = await createWorld().send(returning(value), orderPlaced());
    expect(outcome).toMatchObject({ kind: 'retry', counted: true, reason: expect.stringContaining('is no outcome') });
  });

  it('an outcome of its own making is believed', async () => {
    const { outcome } = await createWorld().send(returning({ kind: 'done', as: 'superseded' }), orderPlaced());
    expect(outcome).toEqual({ kind: 'done', as: 'superseded' });
  });

  it('nothing of its answer is shown', async () => {
    const { outcome } = await createWorld().send(returning('tok_secret'), orderPlaced());
    expect(JSON.stringify(outcome)).not.toContain('secret');
  });
});

describe('a handler that takes longer than its timeout', () => {
  it('is told by its signal, and is retried', async () => {
    const world = createWorld();
    let aborted = false;
    let started = false;
    const to = routeTo(
      async (_event, { signal }) => {
        started = true;
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        aborted = signal.aborted;
      },
      { timeout: '3s' },
    );
    const delivery = world.send(to, orderPlaced());
    await until('the handler to run', () => started);
    world.clock.advance(3_000);
    expect((await delivery).outcome).toMatchObject({
      kind: 'retry',
      counted: true,
      reason: 'the handler took longer than 3000 ms',
    });
    await until('the handler to hear of it', () => aborted);
  });

  it('emits and fails in vain', async () => {
    const world = createWorld();
    let started = false;
    const to = routeTo(async (_event, { signal, emit }) => {
      started = true;
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      emit('a', 1);
      throw new Error('too late for anyone to catch');
    });
    const delivery = world.send(to, orderPlaced());
    await until('the handler to run', () => started);
    world.clock.advance(20_000);
    await delivery;
    expect(world.published).toEqual([]);
  });

  it('is retried too when it is its schema that waits', async () => {
    const world = createWorld();
    let started = false;
    const never = () => {
      started = true;
      return new Promise<boolean>(() => {});
    };
    const schema = z.any().check(z.refine(never));
    const to = route({ name: 'slow', on: 'order.placed', schema, handle: async () => {} });
    const delivery = world.send(to, orderPlaced());
    await until('the schema to run', () => started);
    world.clock.advance(20_000);
    expect((await delivery).outcome).toMatchObject({ kind: 'retry', counted: true });
  });
});

describe('a handler that changes what it is given', () => {
  it('changes nothing for the others, for the letter or for what it emits', async () => {
    const world = createWorld();
    const event = orderPlaced({ data: { lines: [1] } });
    const before = structuredClone(event);
    const to = routeTo(async (given, { emit }) => {
      const data = given.data as { lines: number[] }; // the test knows what it sent
      data.lines.push(2);
      Object.assign(given, { source: '/forged', subject: 'forged', waybilldepth: -5 });
      emit('a', data);
      data.lines.push(3);
    });
    await world.send(to, event);
    expect(event).toEqual(before);
    expect(world.published).toMatchObject([[{ data: { lines: [1, 2] }, subject: 'A-1', waybilldepth: 1 }]]);
  });
});

describe('a schema that throws', () => {
  it('is retried, and that counts', async () => {
    const schema = z.any().check(
      z.refine(() => {
        throw new Error('boom');
      }),
    );
    const to = route({ name: 'odd', on: 'order.placed', schema, handle: async () => {} });
    expect((await createWorld().send(to, orderPlaced())).outcome).toMatchObject({ kind: 'retry', counted: true });
  });
});
