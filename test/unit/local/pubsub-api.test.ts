import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { data, type Harness, startHarness } from './pubsub-harness.ts';

let emulator: Harness;

beforeEach(async () => {
  emulator = await startHarness();
  await emulator.topic('orders');
});

afterEach(() => emulator.pubsub.close());

function many<T>(n: number, one: (i: number) => T): T[] {
  return Array.from({ length: n }, (_, i) => one(i));
}

const attributes = (count: number) => Object.fromEntries(many(count, (i) => [`k${i}`, 'v']));

const topic = 'projects/p/topics/orders';

describe('a topic', () => {
  it.each(['ab', '1ab', 'googol', 'a b', `a${'b'.repeat(255)}`, 'a/b'])('may not be called %j', async (id) => {
    expect((await emulator.call('PUT', `topics/${encodeURIComponent(id)}`)).status).toBeGreaterThanOrEqual(400);
  });

  it.each(['abc', 'a.b_c~d+e%25f-g', `a${'b'.repeat(254)}`])('may be called %j', async (id) => {
    const name = `projects/p/topics/${decodeURIComponent(id)}`;
    expect(await emulator.topic(id)).toEqual({ name });
    expect(await emulator.must('GET', `topics/${id}`)).toEqual({ name });
  });

  it('is made once, and is not found after it was deleted', async () => {
    expect(await emulator.call('PUT', 'topics/orders')).toMatchObject({
      status: 409,
      body: { error: { status: 'ALREADY_EXISTS' } },
    });
    expect(await emulator.must('DELETE', 'topics/orders')).toEqual({});
    for (const verb of ['GET', 'DELETE']) {
      expect(await emulator.call(verb, 'topics/orders')).toMatchObject({
        status: 404,
        body: { error: { status: 'NOT_FOUND' } },
      });
    }
  });

  it('leaves its subscriptions and their messages behind', async () => {
    await emulator.subscribe('pull');
    await emulator.publish({ data: data('x') });
    await emulator.must('DELETE', 'topics/orders');
    expect(await emulator.must('GET', 'subscriptions/pull')).toMatchObject({ topic: '_deleted-topic_' });
    expect(await emulator.pull('pull')).toHaveLength(1);
  });

  it('is listed by page, with its labels and with its subscriptions', async () => {
    await emulator.must('PUT', 'topics/letters', { labels: { team: 'a' }, messageRetentionDuration: '600s' });
    await emulator.subscribe('second');
    await emulator.subscribe('first');
    const page = await emulator.must('GET', 'topics?pageSize=1');
    expect(page.topics).toEqual([
      { name: 'projects/p/topics/letters', labels: { team: 'a' }, messageRetentionDuration: '600s' },
    ]);
    const next = await emulator.must('GET', `topics?pageSize=1&pageToken=${encodeURIComponent(page.nextPageToken)}`);
    expect(next).toEqual({ topics: [{ name: topic }] });
    expect(await emulator.must('GET', 'topics/orders/subscriptions')).toEqual({
      subscriptions: ['projects/p/subscriptions/first', 'projects/p/subscriptions/second'],
    });
    expect((await emulator.must('GET', 'subscriptions')).subscriptions).toHaveLength(2);
  });
});

describe('publishing', () => {
  const good: readonly (readonly [string, unknown[]])[] = [
    ['a message with attributes only', [{ attributes: { k: '' } }]],
    ['a hundred attributes', [{ attributes: attributes(100) }]],
    ['the longest key and value', [{ attributes: { ['k'.repeat(256)]: 'v'.repeat(1024) } }]],
    ["the trace context of Google's clients", [{ attributes: { googclient_traceparent: '00' } }]],
    ['a thousand messages', many(1000, () => ({ data: 'eA==' }))],
    ['ten million bytes', [{ data: Buffer.alloc(10_000_000).toString('base64') }]],
    ['base64 for URLs', [{ data: '_-8' }]],
  ];

  it.each(good)('takes %s', async (_, messages) => {
    expect((await emulator.call('POST', 'topics/orders:publish', { messages })).status).toBe(200);
  });

  const bad: readonly (readonly [string, unknown])[] = [
    ['no messages', { messages: [] }],
    ['no list of messages', {}],
    ['an empty message', { messages: [{}] }],
    ['a message with empty data', { messages: [{ data: '' }] }],
    ['data that is not base64', { messages: [{ data: '%%%' }] }],
    ['data that is not a string', { messages: [{ data: 1 }] }],
    ['a name that is unknown', { messages: [{ data: 'eA==', colour: 'red' }] }],
    ['more than a hundred attributes', { messages: [{ attributes: attributes(101) }] }],
    ['a key of more than 256 bytes', { messages: [{ attributes: { [`${'k'.repeat(255)}é`]: 'v' } }] }],
    ['an empty key', { messages: [{ attributes: { '': 'v' } }] }],
    ['a key that is reserved', { messages: [{ attributes: { google: 'v' } }] }],
    ['a value of more than 1024 bytes', { messages: [{ attributes: { k: 'v'.repeat(1025) } }] }],
    ['a value that is not a string', { messages: [{ attributes: { k: 1 } }] }],
    ['an ordering key of more than 1024 bytes', { messages: [{ data: 'eA==', orderingKey: 'k'.repeat(1025) }] }],
    ['several ordering keys', { messages: [{ data: 'eA==', orderingKey: 'a' }, { data: 'eA==' }] }],
    ['more than a thousand messages', { messages: many(1001, () => ({ data: 'eA==' })) }],
    ['more than ten million bytes', { messages: [{ data: Buffer.alloc(10_000_001).toString('base64') }] }],
  ];

  it.each(bad)('refuses %s', async (_, body) => {
    await emulator.subscribe('pull');
    const answer = await emulator.call('POST', 'topics/orders:publish', body);
    expect(answer).toMatchObject({ status: 400, body: { error: { code: 400, status: 'INVALID_ARGUMENT' } } });
    expect(emulator.pubsub.pending()).toBe(0);
  });

  it('does not find a topic that is not there', async () => {
    const answer = await emulator.call('POST', 'topics/nothing:publish', { messages: [{ data: 'eA==' }] });
    expect(answer.body).toEqual({ error: { code: 404, message: 'Topic not found', status: 'NOT_FOUND' } });
  });

  it('never gives an id twice, not even at one time', async () => {
    const { messageIds } = await emulator.publish(...many(100, () => ({ data: 'eA==' })));
    expect(new Set(messageIds).size).toBe(100);
  });
});

describe('a subscription', () => {
  it('has the documented defaults', async () => {
    await emulator.topic('letters');
    const deadLetterPolicy = { deadLetterTopic: 'projects/p/topics/letters' };
    expect(await emulator.subscribe('plain')).toEqual({
      name: 'projects/p/subscriptions/plain',
      topic,
      pushConfig: {},
      ackDeadlineSeconds: 10,
      messageRetentionDuration: '604800s',
    });
    expect(await emulator.subscribe('policies', { retryPolicy: {}, deadLetterPolicy })).toMatchObject({
      retryPolicy: { minimumBackoff: '10s', maximumBackoff: '600s' },
      deadLetterPolicy: { ...deadLetterPolicy, maxDeliveryAttempts: 5 },
    });
  });

  it('is given back as it was asked for, in either spelling of its fields', async () => {
    const asked = {
      pushConfig: { pushEndpoint: 'https://example.com/push', noWrapper: { writeMetadata: true } },
      ackDeadlineSeconds: 600,
      retryPolicy: { minimumBackoff: '0.250s', maximumBackoff: '600s' },
      enableMessageOrdering: true,
      filter: 'attributes:x',
      labels: { a: 'b' },
      expirationPolicy: {},
    };
    expect(await emulator.subscribe('camel', asked)).toMatchObject({
      ...asked,
      retryPolicy: { minimumBackoff: '0.25s' },
    });
    const snake = await emulator.subscribe('snake', {
      ack_deadline_seconds: '20',
      retry_policy: { minimum_backoff: '5s' },
    });
    expect(snake).toMatchObject({ ackDeadlineSeconds: 20, retryPolicy: { minimumBackoff: '5s' } });
  });

  const letters = (more: object) => ({ deadLetterPolicy: { deadLetterTopic: topic, ...more } });
  const bad: readonly (readonly [string, object, string])[] = [
    ['an ack deadline under 10 s', { ackDeadlineSeconds: 9 }, 'INVALID_ARGUMENT'],
    ['an ack deadline over 600 s', { ackDeadlineSeconds: 601 }, 'INVALID_ARGUMENT'],
    ['an ack deadline that is no number', { ackDeadlineSeconds: 'ten' }, 'INVALID_ARGUMENT'],
    ['a retention under 10 minutes', { messageRetentionDuration: '599s' }, 'INVALID_ARGUMENT'],
    ['a retention over 31 days', { messageRetentionDuration: '2678401s' }, 'INVALID_ARGUMENT'],
    ['a retention without its unit', { messageRetentionDuration: '600' }, 'INVALID_ARGUMENT'],
    ['a back-off over 600 s', { retryPolicy: { maximumBackoff: '601s' } }, 'INVALID_ARGUMENT'],
    ['a back-off that shrinks', { retryPolicy: { minimumBackoff: '20s', maximumBackoff: '10s' } }, 'INVALID_ARGUMENT'],
    ['fewer than 5 delivery attempts', letters({ maxDeliveryAttempts: 4 }), 'OUT_OF_RANGE'],
    ['more than 100 delivery attempts', letters({ maxDeliveryAttempts: 101 }), 'OUT_OF_RANGE'],
    ['a dead-letter topic that is not there', letters({ deadLetterTopic: `${topic}2` }), 'NOT_FOUND'],
    ['no dead-letter topic', { deadLetterPolicy: { maxDeliveryAttempts: 5 } }, 'NOT_FOUND'],
    ['an endpoint that is no URL', { pushConfig: { pushEndpoint: 'here' } }, 'INVALID_ARGUMENT'],
    ['an endpoint that is not HTTP', { pushConfig: { pushEndpoint: 'ftp://example.com' } }, 'INVALID_ARGUMENT'],
    ['a filter that is none', { filter: 'garbage (' }, 'INVALID_ARGUMENT'],
    ['a field that is none', { colour: 'red' }, 'INVALID_ARGUMENT'],
    ['a topic that is not there', { topic: `${topic}2` }, 'NOT_FOUND'],
    ['a topic that is none', { topic: 'orders' }, 'INVALID_ARGUMENT'],
    ['what is not emulated', { bigqueryConfig: { table: 'a.b.c' } }, 'UNIMPLEMENTED'],
  ];

  it.each(bad)('is refused with %s', async (_, more, status) => {
    const answer = await emulator.call('PUT', 'subscriptions/bad', { topic, ...more });
    expect(answer.body).toMatchObject({ error: { status } });
    expect((await emulator.call('GET', 'subscriptions/bad')).status).toBe(404);
  });

  it('is made once', async () => {
    await emulator.subscribe('once');
    expect((await emulator.call('PUT', 'subscriptions/once', { topic })).body.error?.status).toBe('ALREADY_EXISTS');
  });

  it('changes what a mask names, and nothing else', async () => {
    await emulator.subscribe('sub', { retryPolicy: {}, labels: { a: 'b' } });
    const update = (subscription: object, updateMask: string) =>
      emulator.call('PATCH', 'subscriptions/sub', { subscription, updateMask });
    const changed = await update({ ackDeadlineSeconds: 33, labels: { c: 'd' } }, 'ack_deadline_seconds');
    expect(changed.body).toMatchObject({ ackDeadlineSeconds: 33, labels: { a: 'b' } });
    const deeper = await update({ retryPolicy: { minimumBackoff: '2s' } }, 'retryPolicy.minimumBackoff');
    expect(deeper.body).toMatchObject({ retryPolicy: { minimumBackoff: '2s', maximumBackoff: '600s' } });
    expect((await update({}, 'retryPolicy')).body).not.toHaveProperty('retryPolicy');
    for (const mask of ['', 'filter', 'topic', 'name', 'enableMessageOrdering', 'colour']) {
      expect((await update({ filter: 'attributes:x' }, mask)).body.error?.status).toBe('INVALID_ARGUMENT');
    }
    expect((await update({ ackDeadlineSeconds: 5 }, 'ackDeadlineSeconds')).status).toBe(400);
    expect(await emulator.must('GET', 'subscriptions/sub')).toMatchObject({ ackDeadlineSeconds: 33 });
  });
});

describe('a request', () => {
  const bad: readonly (readonly [string, string, object, number])[] = [
    ['POST', 'subscriptions/sub:pull', {}, 400],
    ['POST', 'subscriptions/nothing:pull', { maxMessages: 1 }, 404],
    ['POST', 'subscriptions/sub:acknowledge', { ackIds: [] }, 400],
    ['POST', 'subscriptions/sub:acknowledge', { ackIds: ['garbage'] }, 400],
    [
      'POST',
      'subscriptions/sub:modifyAckDeadline',
      { ackIds: ['projects/p/subscriptions/sub:1'], ackDeadlineSeconds: 601 },
      400,
    ],
    [
      'POST',
      'subscriptions/sub:modifyAckDeadline',
      { ackIds: ['projects/p/subscriptions/sub:1'], ackDeadlineSeconds: -1 },
      400,
    ],
    ['DELETE', 'subscriptions/nothing', {}, 404],
    ['POST', 'subscriptions/sub:seek', {}, 501],
    ['POST', 'subscriptions/sub:nonsense', {}, 404],
    ['GET', 'nonsense', {}, 404],
    ['GET', 'topics/%E0%A4', {}, 400],
  ];

  it.each(bad)('%s %s %j is answered %d', async (verb, path, body, status) => {
    await emulator.subscribe('sub');
    expect((await emulator.call(verb, path, body)).status).toBe(status);
  });

  it('whose body is not JSON is refused', async () => {
    for (const body of ['not json', '"text"', '[]', 'null']) {
      const response = await fetch(`${emulator.pubsub.url}/v1/${topic}:publish`, { method: 'POST', body });
      expect(response.status).toBe(400);
    }
  });
});
