import { describe, expect, it } from '@jest/globals';
import { joinKey, keyOf } from '../../../shared/delivery/join-record.ts';
import { join } from '../../../shared/routing/join.ts';
import { createJoiner, createShip, type JoinRun, part } from './joiner.ts';
import { createSettler, inWords } from './settler.ts';
import { orderPlaced, routeTo } from './world.ts';

const by = (pointer: string) => createShip([], { by: pointer });

describe('what the events of a join have in common', () => {
  it.each<[string, object, string | undefined]>([
    ['subject', { subject: 'A-1' }, 'A-1'],
    ['tenant', { tenant: 'x' }, 'x'],
    ['tenant', { tenant: 7 }, '7'],
    ['tenant', {}, undefined],
    ['tenant', { tenant: true }, undefined],
    ['/data/orderId', { data: { orderId: 'A-1' } }, 'A-1'],
    ['/data/orderId', { data: { orderId: 12 } }, '12'],
    ['/data/orderId', { data: { orderId: '' } }, undefined],
    ['/data/orderId', { data: { orderId: null } }, undefined],
    ['/data/orderId', { data: { orderId: ['A-1'] } }, undefined],
    ['/data/orderId', { data: 'A-1' }, undefined],
    ['/data/lines/1/sku', { data: { lines: [{}, { sku: 's' }] } }, 's'],
    ['/data/a~1b/c~0d', { data: { 'a/b': { 'c~d': 'x' } } }, 'x'],
    ['/data/~01', { data: { '~1': 'x' } }, 'x'],
    ['/data/constructor/name', { data: {} }, undefined],
    ['/data/length', { data: 'text' }, undefined],
  ])('is by %s, of %j, the key %j', (pointer, change, key) => {
    expect(keyOf(by(pointer), orderPlaced({ ...change }))).toBe(key);
  });

  it('is kept apart for each join', () => {
    expect(joinKey({ name: 'a' }, 'b|c')).not.toBe(joinKey({ name: 'a-b' }, 'c'));
  });
});

describe('a join', () => {
  it('may be by a JSON Pointer into the data', async () => {
    const { send, runs } = createJoiner({ by: '/data/order/id' });
    for (const [index, type] of (['paid', 'opened', 'stocked'] as const).entries())
      await send(part(type, { subject: `${index}`, data: { order: { id: 'A-7' } } }));
    expect(runs).toMatchObject([{ key: 'A-7', why: 'complete' }]);
  });

  it('files an event without its key, once', async () => {
    const { send, runs, world } = createJoiner({ by: '/data/orderId' });
    for (let times = 0; times < 2; times++) {
      const settled = await send(part('paid'));
      expect([settled.verdict.kind, inWords(settled)]).toEqual(['done', ['reject no-key']]);
    }
    const reason = 'join ship: the event has no /data/orderId';
    expect(world.letters[0]).toMatchObject({ route: 'ship', code: 'no-key', reason, event: { id: 'paid' } });
    expect(new Set(world.letters.map(({ id }) => id)).size).toBe(1);
    expect(runs).toEqual([]);
  });

  it.each([
    [512, ['done'], []],
    [513, ['reject key-too-long'], [{ route: 'ship', code: 'key-too-long' }]],
  ])(
    'takes a key of 512 bytes, which every broker has room for, and files one of more: %p',
    async (bytes, words, letters) => {
      const { send, world } = createJoiner({ by: '/data/orderId' });
      const data = { orderId: `${'ü'.repeat(255)}${'x'.repeat(bytes - 510)}` };
      expect(inWords(await send(part('paid', { data })))).toEqual(words);
      expect(world.letters).toMatchObject(letters);
    },
  );

  it('takes an event that was filed without its key once it is redriven with it', async () => {
    const { send, runs } = createJoiner({ by: '/data/orderId' });
    await send(part('paid'));
    const data = { orderId: 'A-1' };
    for (const type of ['opened', 'stocked'] as const) await send(part(type, { data }));
    await send(part('paid', { data, waybillroute: 'ship', waybillredrive: 1 }));
    expect(runs).toMatchObject([{ why: 'complete', key: 'A-1' }]);
  });

  it('files what does not fit the schema of its type, and never hands it to its functions', async () => {
    const handle = async () => {};
    const refunds = join({
      ...{ name: 'refund', opens: 'order.placed', all: ['payment.failed'], by: 'subject', within: '1h' },
      ...{ handle, otherwise: handle },
    });
    const { send, world } = createSettler([refunds]);
    const event = orderPlaced({ type: 'payment.failed', data: { orderId: 7, code: 'c', message: 'm' } });
    expect(inWords(await send(event))).toEqual(['reject schema']);
    expect(world.letters).toMatchObject([
      { route: 'refund', reason: expect.stringMatching(/^join refund: .* at \/data\/orderId: expected string/) },
    ]);
    expect(await world.ports.state.list('joins', { limit: 1 })).toEqual([]);
  });
});

describe('several joins on one event', () => {
  it('each get it, beside the routes that want it', async () => {
    const [ship, bill]: JoinRun[][] = [[], []];
    const routed: string[] = [];
    const { send, world } = createSettler([
      createShip(ship ?? []),
      createShip(bill ?? [], { name: 'bill', all: ['paid'], unless: ['short'] }),
      routeTo(async ({ id }) => void routed.push(id), { name: 'audit', on: 'paid' }),
    ]);
    await send(part('opened'));
    expect(inWords(await send(part('paid')))).toEqual(['done', 'done', 'done', 'done']);
    await send(part('declined'));
    expect(ship).toMatchObject([{ why: 'unless', parts: ['opened opened', 'paid paid', 'declined declined'] }]);
    expect(bill).toMatchObject([{ why: 'complete', parts: ['opened opened', 'paid paid'] }]);
    expect(routed).toEqual(['paid']);
    expect(world.letters).toEqual([]);
  });
});
