import { describe, expect, it } from '@jest/globals';
import type { CloudEvent } from '../../../shared/schemas/cloudevent.ts';
import { createJoiner, createShip, part } from './joiner.ts';
import { createSettler, inWords } from './settler.ts';
import { orderPlaced, routeTo } from './world.ts';

const { subject: _, ...keyless } = part('paid');

describe('a handler that changes the event', () => {
  it('changes it for no other route of the event', async () => {
    const seen: unknown[] = [];
    const event = orderPlaced({ data: { lines: [{ sku: 's' }] } });
    const whole = structuredClone(event);
    const vandal = routeTo(
      async (given) => {
        Object.assign(Object(Reflect.get(Object(given.data), 'lines')), { 0: 'gone' });
        Object.assign(given, { data: 'gone', id: 'gone', source: 'gone', type: 'gone' });
      },
      { name: 'vandal' },
    );
    const honest = routeTo(async (given) => {
      await new Promise((resolve) => setImmediate(resolve));
      seen.push(structuredClone(given));
    });
    const settler = createSettler([vandal, honest]);
    expect(inWords(await settler.send(event))).toEqual(['done', 'done']);
    expect(seen).toEqual([whole]);
    expect(inWords(await settler.send(whole))).toEqual(['skipped', 'skipped']);
  });

  it('changes a join’s parts for no later run of it', async () => {
    const { send, runs, world } = createJoiner({
      otherwise: async ({ parts }, { attempt }) => {
        runs.push({ by: 'otherwise', why: '', key: '', parts: parts.map(({ id }) => id), idempotencyKey: '', attempt });
        for (const one of parts) Object.assign(one, { id: 'gone', data: 'gone' });
        if (attempt === 1) throw new Error('boom');
      },
    });
    for (const type of ['opened', 'declined'] as const) await send(part(type));
    world.clock.advance(60_000);
    expect(inWords(await send(part('opened')))).toEqual(['skipped', 'done']);
    expect(runs.map(({ parts }) => parts)).toEqual([
      ['opened', 'declined'],
      ['opened', 'declined'],
    ]);
  });
});

describe('a producer that sends the same id for ever', () => {
  it('has its event run once, and the rest skipped without a letter', async () => {
    const runs: string[] = [];
    const { send, world } = createSettler([routeTo(async ({ id }) => void runs.push(id))]);
    const words = new Set<string>();
    for (let n = 0; n < 1_000; n++) for (const word of inWords(await send(orderPlaced()))) words.add(word);
    expect([runs, [...words], world.letters]).toEqual([['1'], ['done', 'skipped'], []]);
  });

  it('has one letter for each of the contents that it sends under it, and no more', async () => {
    const { send, world } = createSettler([routeTo(async () => {})]);
    for (let n = 0; n < 300; n++) await send(orderPlaced({ data: { n: n % 3 } }));
    const index = await world.ports.state.list('letters', { limit: 1_000 });
    expect(index).toHaveLength(2);
    expect(world.bodies.size).toBe(2);
  });
});

describe('events that cause each other in a cycle', () => {
  it('end in one letter after 32 of them', async () => {
    const ping = routeTo(async (_event, { emit }) => emit('b', 1), { name: 'ping', on: ['order.placed', 'a'] });
    const pong = routeTo(async (_event, { emit }) => emit('a', 1), { name: 'pong', on: 'b' });
    const { send, world } = createSettler([ping, pong]);
    const queue: CloudEvent[] = [orderPlaced()];
    let sent = 0;
    for (let event = queue.shift(); event !== undefined && sent < 100; event = queue.shift()) {
      sent++;
      const before = world.published.length;
      await send(event);
      queue.push(...world.published.slice(before).flat());
    }
    expect(sent).toBe(33);
    expect(world.letters).toMatchObject([{ code: 'loop', event: { waybilldepth: 32 } }]);
  });
});

describe('a place for dead letters that cannot be written', () => {
  it.each<[string, unknown]>([
    ['is no event', 'nonsense'],
    ['nobody knows', orderPlaced({ type: 'unknown' })],
    ['its handler rejects', orderPlaced({ type: 'a' })],
    ['has no key at its join', keyless],
    ['emits what it may not', orderPlaced({ type: 'b' })],
  ])('acknowledges nothing that %s, and files it once it can', async (_what, input) => {
    const bad = routeTo(async () => ({ kind: 'reject', code: 'x', reason: 'y' }), { name: 'bad', on: 'a' });
    const odd = routeTo(async (_event, { emit }) => emit('b', 1), { name: 'odd', on: 'b', emits: ['a'] });
    const { send, world } = createSettler([bad, odd, createShip([])]);
    world.broken.bodies = new Error('disk full');
    for (let tries = 0; tries < 3; tries++)
      expect((await send(input)).verdict).toMatchObject({ kind: 'retry', waiting: true });
    expect(await world.ports.state.list('letters', { limit: 1 })).toEqual([]);
    delete world.broken.bodies;
    expect((await send(input)).verdict).toEqual({ kind: 'done' });
    expect(await world.ports.state.list('letters', { limit: 2 })).toHaveLength(1);
  });
});
