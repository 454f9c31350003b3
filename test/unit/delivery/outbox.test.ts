import { describe, expect, it } from '@jest/globals';
import { PortError } from '../../../shared/delivery/port-error.ts';
import { createWorld, orderPlaced, routeTo } from './world.ts';

const emitting = (runs: number[]) =>
  routeTo(async (_event, { emit, attempt }) => {
    runs.push(attempt);
    emit('a', { run: runs.length });
    emit('b', null);
  });

describe('what a handler emitted', () => {
  it('is published in the order of the calls, once the handler is done', async () => {
    const world = createWorld();
    const to = routeTo(async (_event, { emit }) => {
      emit('a', 1);
      expect(world.published).toEqual([]);
      emit('b', 2);
    });
    expect((await world.send(to, orderPlaced())).outcome).toEqual({ kind: 'done' });
    expect(world.published).toMatchObject([
      [
        { type: 'a', data: 1 },
        { type: 'b', data: 2 },
      ],
    ]);
  });

  it('is not published when the handler throws, retries or rejects', async () => {
    const world = createWorld();
    const to = routeTo(async (_event, { emit }) => {
      emit('a', 1);
      throw new Error('boom');
    });
    await world.send(to, orderPlaced());
    expect(world.published).toEqual([]);
  });

  it('is published again with the same ids after the publisher was down, and the handler is not run again', async () => {
    const world = createWorld();
    const runs: number[] = [];
    const to = emitting(runs);
    world.broken.publish = new Error('connection refused');
    expect((await world.send(to, orderPlaced())).outcome).toEqual({
      kind: 'retry',
      counted: false,
      reason: 'publisher unavailable: connection refused',
    });
    delete world.broken.publish;
    expect((await world.send(to, orderPlaced())).outcome).toEqual({ kind: 'done' });
    expect(runs).toEqual([1]);
    expect(world.published).toMatchObject([
      [
        { type: 'a', data: { run: 1 } },
        { type: 'b', data: null },
      ],
    ]);
  });

  it('is published again with the same ids when the claim could not be completed', async () => {
    const world = createWorld();
    const runs: number[] = [];
    const to = emitting(runs);
    const { publish } = world.ports;
    Object.assign(world.ports, {
      publish: async (events: Parameters<typeof publish>[0]) => {
        await publish(events);
        world.broken.state = new Error('gone');
      },
    });
    expect((await world.send(to, orderPlaced())).outcome).toMatchObject({ kind: 'retry', counted: false });
    delete world.broken.state;
    expect((await world.send(to, orderPlaced())).outcome).toMatchObject({ kind: 'retry', after: 25_000 });
    world.clock.advance(25_000);
    Object.assign(world.ports, { publish });
    expect((await world.send(to, orderPlaced())).outcome).toEqual({ kind: 'done' });
    expect(world.published[1]).toEqual(world.published[0]);
    expect(runs).toEqual([1]);
  });

  it('has the same ids when a lost run is repeated', async () => {
    const ids = async () => {
      const world = createWorld();
      await world.send(emitting([]), orderPlaced());
      return world.published.flat().map(({ id }) => id);
    };
    expect(await ids()).toEqual(await ids());
  });

  it('is not published by a run that lost its claim', async () => {
    const world = createWorld();
    const to = routeTo(async (_event, { emit, attempt }) => {
      emit('a', attempt);
      if (attempt > 1) return;
      await world.sendAhead(25_001, to, orderPlaced());
    });
    const first = await world.send(to, orderPlaced());
    expect(first.outcome).toMatchObject({ kind: 'retry', reason: 'another run took the event over' });
    expect(world.published).toMatchObject([[{ data: 2 }]]);
  });

  it('stays in the claim when the publisher refuses it, and the event is dead-lettered', async () => {
    const world = createWorld();
    const runs: number[] = [];
    const to = emitting(runs);
    world.broken.publish = new PortError('refused', 'publisher', { message: 'over 256 KiB' });
    expect((await world.send(to, orderPlaced())).outcome).toMatchObject({ kind: 'reject', code: 'refused' });
    delete world.broken.publish;
    expect((await world.send(to, orderPlaced())).outcome).toMatchObject({ as: 'skipped' });
    expect(world.letters).toMatchObject([{ code: 'refused', reason: 'publisher refused: over 256 KiB' }]);
    expect([runs, world.published]).toEqual([[1], []]);
    const [claim] = await world.ports.state.list('claims', { limit: 1 });
    expect(claim?.value).toMatchObject({ status: 'dead', outbox: [{ type: 'a' }, { type: 'b' }] });
  });

  it('that the store will never take is a dead letter at once', async () => {
    const world = createWorld();
    const put: typeof world.ports.state.put = async (collection, key, write) => {
      const { status } = Object(write.value);
      if (status === 'handled') throw new PortError('refused', 'state', { message: 'over 32 KiB' });
      return state.put(collection, key, write);
    };
    const { state } = world.ports;
    Object.assign(world.ports, { state: { ...state, put } });
    const to = routeTo(async (_event, { emit }) => emit('a', {}));
    expect((await world.send(to, orderPlaced())).outcome).toMatchObject({ kind: 'reject', code: 'refused' });
    expect(world.letters).toMatchObject([{ code: 'refused', reason: 'state refused: over 32 KiB' }]);
  });
});
