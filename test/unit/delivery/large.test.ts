import { describe, expect, it } from '@jest/globals';
import { createMemoryBodies } from '../../../shared/delivery/embedded/bodies.ts';
import { fromStored, toStored } from '../../../shared/delivery/stored.ts';
import { createWorld, orderPlaced, routeTo } from './world.ts';

const LIMIT = 24 * 1024;
/** As JSON, `["xxx"]` is so many bytes. */
const list = (bytes: number, letter = 'x') => [letter.repeat((bytes - 4) / Buffer.byteLength(letter))];

describe('a list', () => {
  it.each([0, 100, LIMIT])('of %p bytes stays in the record', async (bytes) => {
    const given = bytes === 0 ? [] : list(bytes);
    expect(await toStored(createMemoryBodies(), given)).toBe(given);
  });

  it.each(['x', 'ü', '€'])('over 24 KiB of %j is a body, once for the same list, and comes back', async (letter) => {
    const map = new Map<string, Uint8Array>();
    const bodies = createMemoryBodies(map);
    const given = list(LIMIT + 12, letter);
    const stored = await toStored(bodies, given);
    expect(stored).toEqual({ body: expect.stringMatching(/^large\/[0-9a-f]{32}\.json$/) });
    expect(await toStored(bodies, given)).toEqual(stored);
    expect(await fromStored(bodies, stored)).toEqual(given);
    expect(map.size).toBe(1);
  });

  it('cannot be had while its body is not there, which may change', async () => {
    const stored = { body: 'large/none.json' };
    await expect(fromStored(createMemoryBodies(), stored)).rejects.toMatchObject({
      kind: 'unavailable',
      port: 'bodies',
    });
  });
});

describe('an outbox over 24 KiB', () => {
  const data = { text: 'x'.repeat(LIMIT) };
  const large = (runs: number[]) =>
    routeTo(async (_event, { emit, attempt }) => {
      runs.push(attempt);
      emit('a', data);
    });

  it('is a body, and is published from there without another run', async () => {
    const world = createWorld();
    const runs: number[] = [];
    const to = large(runs);
    world.broken.publish = new Error('connection refused');
    expect((await world.send(to, orderPlaced())).outcome).toMatchObject({ kind: 'retry', counted: false });
    const [claim] = await world.ports.state.list('claims', { limit: 1 });
    expect(claim?.value).toMatchObject({ status: 'handled', outbox: { body: [...world.bodies.keys()][0] } });
    delete world.broken.publish;
    expect((await world.send(to, orderPlaced())).outcome).toEqual({ kind: 'done' });
    expect(world.published).toMatchObject([[{ type: 'a', data }]]);
    expect(runs).toEqual([1]);
  });

  it('whose body cannot be written costs no attempt', async () => {
    const world = createWorld();
    const runs: number[] = [];
    const to = large(runs);
    world.broken.bodies = new Error('connection refused');
    expect((await world.send(to, orderPlaced())).outcome).toMatchObject({ kind: 'retry', counted: false });
    delete world.broken.bodies;
    world.clock.advance(1_000);
    expect((await world.send(to, orderPlaced())).outcome).toEqual({ kind: 'done' });
    expect(runs).toEqual([1, 1]);
  });

  it('is published once its body can be read again', async () => {
    const world = createWorld();
    const runs: number[] = [];
    const to = large(runs);
    world.broken.publish = new Error('connection refused');
    await world.send(to, orderPlaced());
    delete world.broken.publish;
    world.broken.bodies = new Error('disk gone');
    expect((await world.send(to, orderPlaced())).outcome).toMatchObject({ kind: 'retry', counted: false });
    expect(world.published).toEqual([]);
    delete world.broken.bodies;
    expect((await world.send(to, orderPlaced())).outcome).toEqual({ kind: 'done' });
    expect([runs, world.published.length]).toEqual([[1], 1]);
  });
});
