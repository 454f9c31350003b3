import { describe, expect, it } from '@jest/globals';
import { type Adapter, bind } from '../../../shared/delivery/bind.ts';
import { createRouter } from '../../../shared/delivery/router.ts';
import { defineRoutes } from '../../../shared/routing/table.ts';
import { parseCloudEvent } from '../../../shared/schemas/cloudevent.ts';
import { createWorld, orderPlaced, routeTo } from './world.ts';

/** A cloud that hands over a list of events and wants to hear which of them to send again. */
const adapter: Adapter<readonly unknown[], number, string> = {
  decode: (payload, limits) =>
    payload.map((input, ref) => ({
      ref,
      lane: `${ref}`,
      event: parseCloudEvent(input),
      raw: Buffer.from(`${limits.event}`),
    })),
  ack: (settled) => {
    const again = settled.flatMap(({ ref, verdict }) => (verdict.kind === 'retry' ? [ref] : []));
    if (again.length === settled.length && again.length > 0) throw new Error('all of it again');
    return `again: ${again.join()}`;
  },
};

function createFunction() {
  const world = createWorld();
  const route = routeTo(async ({ data }) => {
    if (data === 'bad') throw new Error('boom');
  });
  const router = createRouter({ name: 'test', table: defineRoutes([route]), ports: world.ports }, {});
  return { world, call: bind(adapter, router) };
}

describe('a bound function', () => {
  it('answers with what the adapter makes of the settled items', async () => {
    const { call } = createFunction();
    const payload = [orderPlaced({ id: '1' }), orderPlaced({ id: '2', data: 'bad' }), 'nonsense'];
    expect(await call(payload)).toBe('again: 1');
  });

  it('throws what the adapter throws', async () => {
    const { call } = createFunction();
    await expect(call([orderPlaced({ data: 'bad' })])).rejects.toThrow('all of it again');
  });

  it('keeps to the deadline that it is given', async () => {
    const { call, world } = createFunction();
    await expect(call([orderPlaced()], { deadline: world.clock.now() + 24_999 })).rejects.toThrow('all of it again');
    expect(await call([orderPlaced()], { deadline: world.clock.now() + 25_000 })).toBe('again: ');
  });

  it('hands the limits to the adapter', async () => {
    const { call, world } = createFunction();
    await call(['nonsense']);
    expect(world.letters.map(({ raw }) => Buffer.from(raw).toString())).toEqual([`${1024 * 1024}`]);
  });

  it('has no more time than the router’s limit when it is not told a deadline', async () => {
    const { world } = createFunction();
    let runs = 0;
    const to = routeTo(async () => void runs++, { timeout: '20s' });
    const router = createRouter({ name: 'test', table: defineRoutes([to]), ports: world.ports, timeLimit: '25s' }, {});
    expect(await bind(adapter, router)([orderPlaced()])).toBe('again: ');
    const decode: typeof adapter.decode = (...args) => {
      world.clock.advance(1);
      return adapter.decode(...args);
    };
    const late = bind({ ...adapter, decode }, router);
    await expect(late([orderPlaced({ id: '2' })])).rejects.toThrow('all of it again');
    expect(runs).toBe(1);
  });

  it('hands the signal of a process that is to end to every delivery', async () => {
    const { call, world } = createFunction();
    await expect(call([orderPlaced()], { signal: AbortSignal.abort() })).rejects.toThrow('all of it again');
    expect(world.lines).toMatchObject([{ outcome: 'retry', reason: 'the process is about to end' }]);
  });
});
