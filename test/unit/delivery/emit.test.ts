import { describe, expect, it } from '@jest/globals';
import { type CloudEvent, parseCloudEvent } from '../../../shared/schemas/cloudevent.ts';
import { createWorld, orderPlaced, routeTo } from './world.ts';

const emitA = routeTo(async (_event, { emit }) => emit('a', { n: 1 }));

async function emittedFrom(cause: CloudEvent, to = emitA) {
  const world = createWorld();
  const { outcome } = await world.send(to, cause);
  return { outcome, events: world.published.flat() };
}

/** A route and an emission that their types forbid: as from JavaScript. */
function emitting(type: string, data: unknown, emits: readonly string[] = [type]) {
  return routeTo(async (_event, { emit }) => emit(type as 'a', data), { emits: emits as ('a' | 'b')[] });
}

describe('an emitted event', () => {
  it('is a CloudEvent with the cause’s subject, the route as source and the time of its making', async () => {
    const { events } = await emittedFrom(orderPlaced());
    expect(events).toEqual([
      {
        specversion: '1.0',
        id: expect.stringMatching(/^[0-9a-f]{32}$/),
        source: '/waybill/test',
        type: 'a',
        subject: 'A-1',
        time: '2026-01-01T00:00:00.000Z',
        datacontenttype: 'application/json',
        waybillcause: '/shop 1',
        waybilldepth: 1,
        data: { n: 1 },
      },
    ]);
    expect(parseCloudEvent(events[0])).toEqual({ ok: true, value: events[0] });
  });

  it('has the subject that the handler gives it, or none when the cause has none', async () => {
    const own = routeTo(async (_event, { emit }) => emit('a', 1, { subject: 'own' }));
    expect((await emittedFrom(orderPlaced(), own)).events).toMatchObject([{ subject: 'own' }]);
    const { subject: _, ...bare } = orderPlaced();
    expect(Object.keys((await emittedFrom(bare)).events[0] ?? {})).not.toContain('subject');
  });

  it('has an id of its own for each route, cause and position', async () => {
    const twice = routeTo(async (_event, { emit }) => {
      emit('a', 1);
      emit('a', 1);
    });
    const other = routeTo(async (_event, { emit }) => emit('a', 1), { name: 'other' });
    const ids = [
      await emittedFrom(orderPlaced(), twice),
      await emittedFrom(orderPlaced(), other),
      await emittedFrom(orderPlaced({ id: '2' })),
      await emittedFrom(orderPlaced({ source: '/kiosk' })),
    ].flatMap(({ events }) => events.map(({ id }) => id));
    expect(new Set(ids).size).toBe(5);
  });

  it('carries the trace on, and no other extension', async () => {
    const { events } = await emittedFrom(orderPlaced({ traceparent: '00-1-2-01', tracestate: 'x=1', ext: 'y' }));
    expect(events).toMatchObject([{ traceparent: '00-1-2-01', tracestate: 'x=1' }]);
    expect(Object.keys(events[0] ?? {})).not.toContain('ext');
  });

  it('names its cause by source and id, unless that is longer than some clouds take', async () => {
    const source = `/${'ü'.repeat(254)}`;
    const fits = await emittedFrom(orderPlaced({ source, id: '12' }));
    expect(fits.events).toMatchObject([{ waybillcause: `${source} 12` }]);
    const over = await emittedFrom(orderPlaced({ source, id: '123' }));
    expect(over.outcome).toEqual({ kind: 'done' });
    expect(Object.keys(over.events[0] ?? {})).not.toContain('waybillcause');
  });

  it('is JSON at once, as it will arrive', async () => {
    const to = emitting('a', { at: new Date(0), gone: undefined, list: [undefined] });
    expect((await emittedFrom(orderPlaced(), to)).events[0]?.data).toEqual({
      at: '1970-01-01T00:00:00.000Z',
      list: [null],
    });
  });
});

describe('a chain of events', () => {
  it.each<[unknown, number]>([
    [0, 1],
    [31, 32],
    ['31', 32],
    [undefined, 1],
    ['many', 1],
    [-100, 1],
    ['1.5', 1],
  ])('after a depth of %p has the depth %p', async (waybilldepth, next) => {
    const cause = orderPlaced(waybilldepth === undefined ? {} : { waybilldepth });
    expect((await emittedFrom(cause)).events).toMatchObject([{ waybilldepth: next }]);
  });

  it.each([32, '32', 1_000])('ends after a depth of %p with a reject', async (waybilldepth) => {
    const { outcome, events } = await emittedFrom(orderPlaced({ waybilldepth }));
    expect(outcome).toMatchObject({ kind: 'reject', code: 'loop' });
    expect(events).toEqual([]);
  });

  it('may be of any depth for a handler that emits nothing', async () => {
    const { outcome } = await emittedFrom(
      orderPlaced({ waybilldepth: 1_000 }),
      routeTo(async () => {}),
    );
    expect(outcome).toEqual({ kind: 'done' });
  });
});

describe('an emission is rejected', () => {
  it.each<[string, ReturnType<typeof emitting>, string, string]>([
    ['of a type that the route does not declare', emitting('c', 1, ['a']), 'undeclared-event', 'it emitted c'],
    [
      'of a known type with other data',
      emitting('payment.failed', { orderId: 7 }),
      'invalid-event',
      'at /data/orderId: expected string, got a number',
    ],
    ['of a known type without data', emitting('payment.failed', undefined), 'invalid-event', 'got nothing'],
    [
      'with a subject that is none',
      routeTo(async (_event, { emit }) => emit('a', 1, { subject: '' })),
      'invalid-event',
      'at /subject',
    ],
  ])('%s', async (_what, to, code, words) => {
    const { outcome, events } = await emittedFrom(orderPlaced(), to);
    expect(outcome).toMatchObject({ kind: 'reject', code, reason: expect.stringContaining(words) });
    expect(events).toEqual([]);
  });

  it('of a type with the name of an object’s own only when it is not declared', async () => {
    expect((await emittedFrom(orderPlaced(), emitting('constructor', 1))).events).toMatchObject([{ data: 1 }]);
  });

  it.each<[string, unknown]>([
    ['a number that JSON has not', 1n],
    ['itself inside itself', circular()],
  ])('as a throw of the handler when the data is %s', async (_what, data) => {
    const { outcome } = await emittedFrom(orderPlaced(), emitting('a', data));
    expect(outcome).toMatchObject({ kind: 'retry', counted: true });
  });
});

function circular(): object {
  const object: Record<string, unknown> = {};
  return Object.assign(object, { self: object });
}
