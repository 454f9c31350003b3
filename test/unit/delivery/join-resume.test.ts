import { describe, expect, it } from '@jest/globals';
import { toDueEvent } from '../../../shared/delivery/due.ts';
import { until } from '../../until.ts';
import { createJoiner, part } from './joiner.ts';
import { inWords, never } from './settler.ts';

const LEASE = 25_000;
const TYPES = ['opened', 'stocked', 'paid'] as const;
const due = toDueEvent('ship', 'A-1');

describe('a join whose process died in its run', () => {
  it.each<[string, object]>([
    ['a part comes again', part('stocked')],
    ['its last part comes again', part('paid')],
    ['it is due', due],
  ])('is run again when %s, alone and under the same key', async (_what, event) => {
    let isDoomed = true;
    const { startDoomed, send, runs, world } = createJoiner({}, () => (isDoomed ? never() : Promise.resolve()));
    const doomed = startDoomed();
    for (const type of TYPES) void doomed(part(type));
    await until('the run that is lost', () => runs.length === 1);
    isDoomed = false;
    expect((await send(event)).verdict).toEqual({ kind: 'retry', after: LEASE, waiting: true });
    world.clock.advance(LEASE);
    expect(inWords(await send(event)).at(-1)).toBe('done');
    const idempotencyKey = 'ship|/waybill/ship|A-1';
    expect(runs).toMatchObject([
      { attempt: 1, by: 'handle', idempotencyKey },
      { attempt: 2, by: 'handle', idempotencyKey },
    ]);
    expect(runs[1]?.parts).toEqual(runs[0]?.parts);
  });

  it('is run when it died between the join’s record and the run', async () => {
    const { start, send, runs, world } = createJoiner();
    const { put } = world.ports.state;
    const dying = start({
      state: { ...world.ports.state, put: (...args) => (args[0] === 'claims' ? never() : put(...args)) },
    });
    for (const type of ['opened', 'stocked'] as const) await dying(part(type));
    void dying(part('paid'));
    await until('the join to fire', async () => {
      const [record] = await world.ports.state.list('joins', { limit: 1 });
      return JSON.stringify(record?.value).includes('"fired"');
    });
    expect(runs).toEqual([]);
    expect(inWords(await send(part('paid')))).toEqual(['skipped', 'done']);
    expect(runs).toMatchObject([{ why: 'complete', attempt: 1 }]);
  });

  it('is still due when it died between the due entry and the join’s record', async () => {
    const { start, send, runs, world } = createJoiner();
    const { put } = world.ports.state;
    const dying = start({
      state: { ...world.ports.state, put: (...args) => (args[0] === 'joins' ? never() : put(...args)) },
    });
    void dying(part('opened'));
    await until('the due entry', async () => (await world.ports.state.list('due', { limit: 9 })).length === 1);
    expect(inWords(await send(due))).toEqual(['skipped']);
    expect(inWords(await send(part('opened')))).toEqual(['done']);
    world.clock.advance(3_600_000);
    await send(due);
    expect(runs).toMatchObject([{ why: 'due', parts: ['opened opened'] }]);
  });
});

describe('a join whose run fails', () => {
  it('is tried again by any of its parts after the back-off, and then has one letter', async () => {
    const { send, runs, world } = createJoiner({ retry: { attempts: 3 } }, async () => {
      throw new Error('boom');
    });
    for (const type of TYPES) await send(part(type));
    expect((await send(part('opened'))).verdict).toMatchObject({ kind: 'retry', waiting: true });
    for (let tries = 0; tries < 2; tries++) {
      world.clock.advance(60_000);
      await send(part('stocked'));
    }
    expect(runs.map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
    expect(inWords(await send(part('paid')))).toEqual(['skipped', 'skipped']);
    expect(world.letters).toMatchObject([
      { route: 'ship', code: 'attempts-exhausted', attempts: 3, event: { ...due, data: { join: 'ship', key: 'A-1' } } },
    ]);
  });

  it('runs again with all its parts, once, when its letter is redriven', async () => {
    let isBroken = true;
    const { send, runs, world } = createJoiner({ retry: { attempts: 1 } }, async (_run, { emit }) => {
      if (isBroken) throw new Error('boom');
      emit('a', 1);
    });
    for (const type of TYPES) await send(part(type));
    isBroken = false;
    const redriven = { ...world.letters[0]?.event, waybillroute: 'ship', waybillredrive: 1 };
    for (let times = 0; times < 2; times++) await send(redriven);
    expect(runs.map(({ idempotencyKey, parts }) => [idempotencyKey, parts.length])).toEqual([
      ['ship|/waybill/ship|A-1', 3],
      ['ship|/waybill/ship|A-1', 3],
    ]);
    expect(world.published).toMatchObject([[{ type: 'a', waybillcause: '/waybill/ship A-1' }]]);
  });

  it('is not run anew by a part that comes again after the redrive', async () => {
    const { send, runs, world } = createJoiner({ retry: { attempts: 1 } }, async () => {
      throw new Error('boom');
    });
    for (const type of TYPES) await send(part(type));
    await send({ ...world.letters[0]?.event, waybillroute: 'ship', waybillredrive: 1 });
    for (const type of TYPES) await send(part(type));
    expect([runs.length, new Set(world.letters.map(({ id }) => id)).size]).toEqual([2, 2]);
  });
});
