import { describe, expect, it } from '@jest/globals';
import { type Adapter, bind } from '../../../shared/delivery/bind.ts';
import { createRouter } from '../../../shared/delivery/router.ts';
import { defineRoutes } from '../../../shared/routing/table.ts';
import { parseCloudEvent } from '../../../shared/schemas/cloudevent.ts';
import { until } from '../../until.ts';
import { createSettler, inWords, never } from './settler.ts';
import { createWorld, orderPlaced, routeTo } from './world.ts';

const LEASE = 25_000;

/** A batch in which each event is a lane of its own, and whose answer names what is to be sent again. */
const adapter: Adapter<readonly string[], string, string> = {
  decode: (ids) =>
    ids.map((id) => ({ ref: id, lane: id, event: parseCloudEvent(orderPlaced({ id })), raw: Buffer.from(id) })),
  ack: (settled) => settled.flatMap(({ ref, verdict }) => (verdict.kind === 'retry' ? [ref] : [])).join(),
};

describe('an event whose run left no word', () => {
  it('runs alone, after what runs and before what comes', async () => {
    const log: string[] = [];
    const ends = new Map(['other', 'late'].map((id) => [id, Promise.withResolvers<void>()]));
    let isDoomed = true;
    const route = routeTo(async ({ id }) => {
      log.push(`${id} begins`);
      await (isDoomed ? never() : ends.get(id)?.promise);
      log.push(`${id} ends`);
    });
    const { world, startDoomed, send } = createSettler([route]);
    void startDoomed()(orderPlaced({ id: 'lost' }));
    await until('the run that is lost', () => log.length === 1);
    isDoomed = false;
    world.clock.advance(LEASE);
    const other = send(orderPlaced({ id: 'other' }));
    await until('a neighbour to run', () => log.includes('other begins'));
    const lost = send(orderPlaced({ id: 'lost' }));
    await new Promise((resolve) => setImmediate(resolve));
    expect(log).toEqual(['lost begins', 'other begins']);
    const late = send(orderPlaced({ id: 'late' }));
    ends.get('other')?.resolve();
    await Promise.all([other, lost]);
    ends.get('late')?.resolve();
    await late;
    expect(log.slice(2)).toEqual(['other ends', 'lost begins', 'lost ends', 'late begins', 'late ends']);
  });

  it('does not wait for others when its run gave word', async () => {
    const meet = Promise.withResolvers<void>();
    const route = routeTo(async ({ id }, { attempt }) => {
      if (attempt === 1) throw new Error('boom');
      await (id === '1' ? meet.promise : meet.resolve());
    });
    const { world, send } = createSettler([route]);
    for (const id of ['1', '2']) await send(orderPlaced({ id }));
    world.clock.advance(60_000);
    const both = await Promise.all(['1', '2'].map((id) => send(orderPlaced({ id }))));
    expect(both.flatMap(inWords)).toEqual(['done', 'done']);
  });

  it('spends no more than one attempt of its neighbours when it kills the process each time', async () => {
    const world = createWorld();
    const runs: string[] = [];
    let processes = 0;
    /** The first process dies with all that run; later ones die of event 2. */
    const route = routeTo(({ id }) => {
      runs.push(`${processes}: ${id}`);
      return processes === 1 || id === '2' ? never() : Promise.resolve();
    });
    const start = () => {
      processes++;
      const ports = { ...world.ports, clock: { ...world.clock, after: () => () => {} } };
      return bind(adapter, createRouter({ name: 'test', table: defineRoutes([route]), ports }, {}));
    };
    for (let deaths = 0; deaths < 5; deaths++) {
      void start()(['1', '2', '3']);
      await until('event 2 to run', () => runs.includes(`${processes}: 2`));
      await new Promise((resolve) => setImmediate(resolve));
      world.clock.advance(LEASE);
    }
    expect(await start()(['1', '2', '3'])).toBe('');
    const doomed = ['2: 1', '2: 2', '3: 2', '4: 2', '5: 2'];
    expect(runs).toEqual(['1: 1', '1: 2', '1: 3', ...doomed, '6: 3']);
    expect(world.letters).toMatchObject([{ code: 'attempts-exhausted', attempts: 5, event: { id: '2' } }]);
  });
});

describe('a claim that the store grants late', () => {
  /** A store whose every write takes so long. */
  const createSlow = (ms: number) => {
    const attempts: number[] = [];
    const settler = createSettler([routeTo(async (_event, { attempt }) => void attempts.push(attempt))]);
    const { state, clock } = { ...settler.world.ports, clock: settler.world.clock };
    const put: typeof state.put = async (...args) => {
      const version = await state.put(...args);
      clock.advance(ms);
      return version;
    };
    return { ...settler, attempts, slow: settler.start({ state: { ...state, put } }) };
  };

  it('starts no handler, since its lease might end before that does, and costs no attempt', async () => {
    const { slow, send, attempts } = createSlow(5_001);
    expect(await slow(orderPlaced())).toMatchObject({ deliveries: [{ outcome: { kind: 'retry', counted: false } }] });
    expect(attempts).toEqual([]);
    expect(inWords(await send(orderPlaced()))).toEqual(['done']);
    expect(attempts).toEqual([1]);
  });

  it('starts it while there is time', async () => {
    const { slow, attempts } = createSlow(5_000);
    expect(inWords(await slow(orderPlaced()))).toEqual(['done']);
    expect(attempts).toEqual([1]);
  });
});
