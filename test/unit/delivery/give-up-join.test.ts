import { describe, expect, it } from '@jest/globals';
import { toDueEvent } from '../../../shared/delivery/due.ts';
import { bindDeadLetters } from '../../../shared/delivery/give-up.ts';
import type { Settled } from '../../../shared/delivery/item.ts';
import { createRouter } from '../../../shared/delivery/router.ts';
import { settle } from '../../../shared/delivery/settle.ts';
import { type Joined, join } from '../../../shared/routing/join.ts';
import { retry } from '../../../shared/routing/outcome.ts';
import { defineRoutes } from '../../../shared/routing/table.ts';
import { type CloudEvent, parseCloudEvent } from '../../../shared/schemas/cloudevent.ts';
import { createWorld } from './world.ts';

const HOUR = 3_600_000;

function createDesk(change: { handle?: () => Promise<ReturnType<typeof retry>> } = {}) {
  const world = createWorld();
  const ran: string[] = [];
  const ship = join({
    name: 'ship',
    opens: 'opened',
    all: ['reserved', 'paid'],
    unless: ['refused'],
    by: 'subject',
    within: '1h',
    handle: change.handle ?? (async ({ why }: Joined<string>) => void ran.push(why)),
    otherwise: change.handle ?? (async ({ why }: Joined<string>) => void ran.push(why)),
  });
  const router = createRouter({ name: 'test', table: defineRoutes([ship]), ports: world.ports }, {});
  const toItem = (event: CloudEvent) => ({
    ref: null,
    lane: '',
    event: parseCloudEvent(event),
    raw: Buffer.from(JSON.stringify(event)),
    why: 'SQS gave up on it: it comes from a queue',
  });
  const decode = (event: CloudEvent) => [toItem(event)];
  const file = bindDeadLetters({ decode, ack: ([one]: readonly Settled<null>[]) => one?.verdict }, router);
  const send = async (...types: string[]) => {
    for (const type of types) await sendEvent(part(type));
  };
  const sendEvent = (event: CloudEvent) =>
    settle(router, toItem(event), { deadline: Number.POSITIVE_INFINITY, mustWait: () => false });
  return { world, ran, send, sendEvent, giveUp: file };
}

function part(type: string, change: Partial<CloudEvent> = {}): CloudEvent {
  return { specversion: '1.0', id: type, source: '/shop', type, subject: 'A-1', ...change };
}

describe('a part of a join that the platform gave up on', () => {
  it('is a letter, and no part: the join does not go on', async () => {
    const { world, ran, send, giveUp } = createDesk();
    await send('opened', 'reserved');
    expect(await giveUp(part('paid'))).toEqual({ kind: 'done' });
    expect(world.letters).toMatchObject([{ route: 'ship', code: 'given-up', event: { id: 'paid' } }]);
    await send('opened', 'reserved');
    expect(ran).toEqual([]);
  });

  it('is a part after all when it is redriven', async () => {
    const { ran, send, sendEvent, giveUp } = createDesk();
    await send('opened', 'reserved');
    await giveUp(part('paid'));
    await sendEvent({ ...part('paid'), waybillroute: 'ship', waybillredrive: 1 } as CloudEvent);
    expect(ran).toEqual(['complete']);
  });

  it('is a letter also when it would have been the first, and opens nothing', async () => {
    const { world, giveUp } = createDesk();
    await giveUp(part('opened'));
    await giveUp(part('opened'));
    expect(new Set(world.letters.map(({ id }) => id)).size).toBe(1);
    expect(await world.ports.state.list('joins', { limit: 9 })).toEqual([]);
    expect(await world.ports.state.list('due', { limit: 9 })).toEqual([]);
  });

  it('is none when it is a part already, or when the join has fired without it', async () => {
    const { world, send, giveUp } = createDesk();
    await send('opened', 'reserved', 'paid');
    for (const event of [part('paid'), part('refused')]) expect(await giveUp(event)).toEqual({ kind: 'done' });
    expect(world.letters).toEqual([]);
  });

  it('is a letter when others came under its id, or when it has no key', async () => {
    const { world, send, giveUp } = createDesk();
    await send('opened');
    await giveUp(part('opened', { data: 7 }));
    const { subject: _, ...keyless } = part('paid');
    await giveUp(keyless);
    expect(world.letters.map(({ code }) => code)).toEqual(['id-reused', 'given-up']);
  });

  it('is the letter of a run of its own when it came after the join was closed', async () => {
    const { world, ran, send, giveUp } = createDesk();
    await send('opened', 'refused');
    expect(await giveUp(part('paid'))).toEqual({ kind: 'done' });
    await send('paid');
    expect(ran).toEqual(['unless']);
    expect(world.letters).toMatchObject([{ route: 'ship', code: 'given-up', event: { id: 'paid' } }]);
  });

  it('is never done while the store is down or its record is newer', async () => {
    const { world, send, giveUp } = createDesk();
    await send('opened');
    world.broken.state = new Error('down');
    expect(await giveUp(part('paid'))).toMatchObject({ kind: 'retry' });
    delete world.broken.state;
    const [record] = await world.ports.state.list('joins', { limit: 1 });
    const write = { value: { v: 2 }, if: { version: record?.version ?? '' }, expiresAt: Number.POSITIVE_INFINITY };
    await world.ports.state.put('joins', record?.key ?? '', write);
    expect(await giveUp(part('paid'))).toMatchObject({ kind: 'retry' });
    expect(world.letters).toEqual([]);
  });
});

describe('a join’s due event that the platform gave up on', () => {
  const due = toDueEvent('ship', 'A-1');

  it('is a letter while the join is open, and closes it once redriven', async () => {
    const { world, ran, send, sendEvent, giveUp } = createDesk();
    await send('opened');
    world.clock.advance(HOUR);
    expect(await giveUp(due)).toEqual({ kind: 'done' });
    expect(world.letters).toMatchObject([{ route: 'ship', code: 'given-up' }]);
    expect(ran).toEqual([]);
    await sendEvent({ ...due, waybillroute: 'ship', waybillredrive: 1 } as CloudEvent);
    expect(ran).toEqual(['due']);
  });

  it('does not stand in the way of a join that fires after all', async () => {
    const { ran, send, giveUp } = createDesk();
    await send('opened');
    await giveUp(due);
    await send('reserved', 'paid');
    expect(ran).toEqual(['complete']);
  });

  it('is the letter of the join’s run while that has not come to its end', async () => {
    const { world, send, sendEvent, giveUp } = createDesk({ handle: async () => retry({ after: '1h' }) });
    await send('opened', 'refused');
    await giveUp(due);
    expect(world.letters).toMatchObject([{ route: 'ship', code: 'given-up', attempts: 1 }]);
    expect((await sendEvent(due)).deliveries.at(-1)?.outcome).toMatchObject({ reason: 'it is already dead' });
  });

  it('is none when that run is done, or when there is no such join', async () => {
    const { world, send, giveUp } = createDesk();
    await giveUp(due);
    await send('opened', 'refused');
    await giveUp(due);
    expect(world.letters).toEqual([]);
  });
});
