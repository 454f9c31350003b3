import { describe, expect, it } from '@jest/globals';
import { deadLetterTopic } from '../../../../functions/kafka/dead-letters.ts';
import { createState } from '../../../../functions/kafka/state.ts';

describe('STATE_URL', () => {
  it.each([
    ['absent', undefined, 'STATE_URL is not set: expected an address such as postgres://user:password@host:5432'],
    ['no URL', 'user:hunter2@host', /^STATE_URL is no address of a PostgreSQL: expected .*, got /],
    ['of another database', 'mysql://user:hunter2@host/db', /got one of mysql:$/],
    ['badly escaped', 'postgres://user:hunter2%@host/db', /got a user or password in which a % is not written as %25$/],
    ['broken', 'postgres://user:hunter2@host:port/db', /got something that is no URL$/],
  ])('that is %s stops the load, without the password', (_what, STATE_URL, message) => {
    const make = () => createState({ STATE_URL }, Date.now);
    expect(make).toThrow(message);
    expect(make).not.toThrow('hunter2');
  });

  it('may be a PostgreSQL’s, on a host or a socket, and nothing is reached before it is needed', () => {
    for (const STATE_URL of ['postgres://127.0.0.1:1/db', 'postgresql:///db?host=/var/run/postgresql'])
      expect(createState({ STATE_URL }, Date.now)).toMatchObject({ get: expect.any(Function) });
  });
});

describe('the dead-letter topic', () => {
  it('is the default topic’s, unless it is named', () => {
    expect(deadLetterTopic({ KAFKA_TOPIC: 'orders' })).toBe('orders.dead-letters');
    expect(deadLetterTopic({ KAFKA_TOPIC: 'orders', KAFKA_DEAD_LETTER_TOPIC: 'lost' })).toBe('lost');
  });
});
