import { describe, expect, it } from '@jest/globals';
import * as z from 'zod/mini';
import { workerEnv } from '../../../../../functions/kafka/worker/worker-env.ts';
import { route } from '../../../../../shared/routing/route.ts';
import { defineRoutes } from '../../../../../shared/routing/table.ts';

const table = defineRoutes(
  [
    route({
      name: 'confirm',
      on: 'order.placed',
      schema: z.unknown(),
      handle: async () => {},
      emits: ['order.confirmed'],
    }),
  ],
  { topics: { orders: { types: ['order.placed'] }, confirmations: { types: ['order.confirmed'] } } },
);
const ENV = { KAFKA_BROKERS: 'localhost:9092', KAFKA_TOPIC: 'events' };
const read = (env: Readonly<Record<string, string>> = {}) => workerEnv({ ...ENV, ...env }, table);

describe('a worker’s environment', () => {
  it('needs the brokers and a topic, and has defaults for the rest', () => {
    expect(read()).toMatchObject({
      group: 'waybill',
      from: 'earliest',
      concurrency: 64,
      grace: 25_000,
      health: { host: '0.0.0.0', port: 8_080 },
    });
  });

  it('reads the default topic, those of the table that some route wants, and those of KAFKA_TOPICS, each once', () => {
    expect(read({ KAFKA_TOPICS: 'more, events,,orders' }).topics).toEqual(['events', 'orders', 'more']);
  });

  it.each([
    ['no topic', { KAFKA_TOPIC: '' }, 'KAFKA_TOPIC is not set: expected the topic that is read'],
    [
      'the dead letters read',
      { KAFKA_TOPICS: 'events.dead-letters' },
      'The topic events.dead-letters is for dead letters and is read',
    ],
    ['another start', { KAFKA_START: 'first' }, 'KAFKA_START is "first": expected earliest or latest'],
    [
      'no number',
      { WAYBILL_CONCURRENCY: 'many' },
      'WAYBILL_CONCURRENCY is "many": expected a whole number from 1 to 99999',
    ],
    [
      'no port',
      { WAYBILL_HEALTH_PORT: '65536' },
      'WAYBILL_HEALTH_PORT is "65536": expected a whole number from 0 to 65535',
    ],
    ['no handlers', { WAYBILL_CONCURRENCY: '0' }, 'WAYBILL_CONCURRENCY is "0"'],
    ['no duration', { WAYBILL_GRACE: '25' }, 'WAYBILL_GRACE: Not a duration'],
    [
      'a group with a space',
      { KAFKA_GROUP: 'a b' },
      'KAFKA_GROUP is "a b": expected at most 249 characters without spaces',
    ],
  ])('is refused with %s', (_, env, message) => {
    expect(() => read(env)).toThrow(message);
  });
});
