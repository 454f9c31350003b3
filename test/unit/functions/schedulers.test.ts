import { describe, expect, it } from '@jest/globals';
import { createAck, parsePartial } from '../../../functions/aws/ack.ts';
import { decode as decodeAws } from '../../../functions/aws/decode.ts';
import { ack as ackAzure } from '../../../functions/azure/ack.ts';
import { decode as decodeAzure } from '../../../functions/azure/decode.ts';
import { ack as ackGcp } from '../../../functions/gcp/ack.ts';
import { decode as decodeGcp } from '../../../functions/gcp/decode.ts';
import { bind } from '../../../shared/delivery/bind.ts';
import { DUE, dueKey } from '../../../shared/delivery/due.ts';
import { createRouter, type Router } from '../../../shared/delivery/router.ts';
import { toSweepEvent } from '../../../shared/delivery/sweep.ts';
import { defineRoutes } from '../../../shared/routing/table.ts';
import bridge from '../../fixtures/aws/event-bridge.json' with { type: 'json' };
import push from '../../fixtures/gcp/pubsub-push.json' with { type: 'json' };
import { createWorld } from '../delivery/world.ts';

/** What stands in the schedule, the same each time. */
const SWEEP = { specversion: '1.0', id: 'every-minute', source: '/waybill/scheduler', type: 'waybill.sweep' };

const wrapped = (attributes: object, data = '') => ({
  ...push,
  message: { ...push.message, attributes, data: Buffer.from(data).toString('base64') },
});
const post = (body: object | string, contentType = 'application/json') => ({
  method: 'POST',
  headers: { 'content-type': contentType },
  body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
});
const attributes = Object.fromEntries(Object.entries(SWEEP).map(([name, value]) => [`ce-${name}`, value]));

const aws = (router: Router) => bind({ decode: decodeAws, ack: createAck(parsePartial(undefined)) }, router);
const azure = (router: Router) => bind({ decode: decodeAzure, ack: ackAzure }, router);
const gcp = (router: Router) => bind({ decode: decodeGcp, ack: ackGcp }, router);

describe.each<[string, (router: Router) => (payload: never) => Promise<unknown>, unknown, unknown]>([
  ['EventBridge Scheduler, or a rule, whose constant input is the event', aws, SWEEP, undefined],
  ['EventBridge Scheduler, by way of a bus', aws, { ...bridge, 'detail-type': SWEEP.type, detail: SWEEP }, undefined],
  ['an Azure timer', azure, toSweepEvent(0), undefined],
  ['Cloud Scheduler to Pub/Sub, with attributes', gcp, post(wrapped(attributes)), 204],
  ['Cloud Scheduler to Pub/Sub, with the event as its body', gcp, post(wrapped({}, JSON.stringify(SWEEP))), 204],
  [
    'Cloud Scheduler to Pub/Sub, with the event as its body and its media type',
    gcp,
    post(wrapped({ 'content-type': 'application/cloudevents+json' }, JSON.stringify(SWEEP))),
    204,
  ],
  ['Cloud Scheduler to the function itself', gcp, post(SWEEP, 'application/octet-stream'), 204],
])('%s', (_name, bindTo, payload, answer) => {
  it('sends out what is due, however often it comes under the same id', async () => {
    const world = createWorld();
    const router = createRouter({ name: 'test', table: defineRoutes([]), ports: world.ports }, {});
    const run = bindTo(router);
    for (const key of ['A-1', 'A-2']) {
      const entry = { v: 1, join: 'ship', key, due: world.clock.now() } as const;
      await world.ports.state.put(DUE, dueKey(entry), {
        value: entry,
        if: 'absent',
        expiresAt: Number.POSITIVE_INFINITY,
      });
      world.clock.advance(60_000);
      expect(await run(payload as never)).toBe(answer); // each adapter is given its own cloud's
    }
    const sent = world.published.flat();
    expect(sent).toMatchObject([
      { type: 'waybill.join.due', id: 'A-1' },
      { type: 'waybill.join.due', id: 'A-2' },
    ]);
    expect(await world.ports.state.list('claims', { limit: 9 })).toEqual([]);
    expect(world.letters).toEqual([]);
  });
});
