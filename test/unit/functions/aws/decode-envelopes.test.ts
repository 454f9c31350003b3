import { describe, expect, it } from '@jest/globals';
import { decode } from '../../../../functions/aws/decode.ts';
import bridge from '../../../fixtures/aws/event-bridge.json' with { type: 'json' };
import objectCreated from '../../../fixtures/aws/event-bridge-object-created.json' with { type: 'json' };
import s3 from '../../../fixtures/aws/s3.json' with { type: 'json' };
import testEvent from '../../../fixtures/aws/s3-test-event.json' with { type: 'json' };
import sns from '../../../fixtures/aws/sns.json' with { type: 'json' };
import notification from '../../../fixtures/aws/sns-notification.json' with { type: 'json' };
import sqs from '../../../fixtures/aws/sqs.json' with { type: 'json' };
import fifo from '../../../fixtures/aws/sqs-fifo.json' with { type: 'json' };
import { gist, LIMITS, onlyEvent, onlyItem, onlyProblem, text } from '../decoded.ts';

const EVENT = { specversion: '1.0', id: 'e-1', source: '/shop', type: 'order.placed' } as const;
const [MESSAGE] = sqs.Records;
const [SNS_RECORD] = sns.Records;

const inSqs = (body: unknown) => ({ ...MESSAGE, body: typeof body === 'string' ? body : JSON.stringify(body) });
const inSns = (message: unknown) => ({ ...SNS_RECORD, Sns: { ...SNS_RECORD?.Sns, Message: JSON.stringify(message) } });
const onTopic = (message: unknown) => ({ ...notification, Message: JSON.stringify(message) });
const onBus = (detail: unknown) => ({ ...bridge, source: '/shop', 'detail-type': 'order.placed', detail });

const decodeMessages = (...messages: readonly unknown[]) => decode({ Records: messages }, LIMITS);

describe('an SQS message', () => {
  it.each<[string, unknown]>([
    ['by itself', EVENT],
    ['in SNS', onTopic(EVENT)],
    ['in EventBridge', onBus(EVENT)],
    ['in EventBridge in SNS', onTopic(onBus(EVENT))],
    ['in SNS in SNS', onTopic(onTopic(EVENT))],
  ])('holds a CloudEvent %s', (_what, body) => {
    const item = onlyItem(decodeMessages(inSqs(body)));
    expect(item.event).toEqual({ ok: true, value: EVENT });
    expect(item.ref).toEqual({ kind: 'sqs', source: 'aws:sqs', messageId: MESSAGE?.messageId });
    expect(JSON.parse(text(item.raw))).toEqual(inSqs(body));
  });

  it.each<[string, unknown]>([
    ['by itself', s3],
    ['in SNS', onTopic(s3)],
    ['in EventBridge', objectCreated],
  ])('holds an upload %s', (_what, body) => {
    expect(onlyEvent(decodeMessages(inSqs(body))).type).toBe('blob.uploaded');
  });

  it('holds every record of an S3 notification, under one handle and each with its own bytes', () => {
    const other = { ...s3.Records[0], s3: { ...s3.Records[0]?.s3, bucket: { name: 'other' } } };
    const items = decodeMessages(inSqs({ Records: [...s3.Records, other] }));
    expect(items.map(({ ref }) => ref)).toEqual([items[0]?.ref, items[0]?.ref]);
    expect(items.map(({ raw }) => JSON.parse(text(raw)).s3.bucket.name)).toEqual(['amzn-s3-demo-bucket', 'other']);
  });

  it('is nothing when it holds S3’s test event, which nobody has to do anything about', () => {
    expect(decodeMessages(inSqs(testEvent), inSqs(onTopic(testEvent)))).toEqual([]);
  });

  it.each<[string, object, string]>([
    ['text', { body: 'Test message.' }, 'bad-json'],
    ['nothing', { body: '' }, 'empty'],
    ['no body', { body: undefined }, 'not-an-event'],
    ['a body that is a number', { body: 7 }, 'not-an-event'],
    ['an array', { body: '[]' }, 'not-an-event'],
    ['records of nobody', { body: '{"Records":[{}]}' }, 'unknown-source'],
    ['a list of no records', { body: '{"Records":[]}' }, 'missing-attribute'],
    ['too much', { body: `"${'x'.repeat(LIMITS.event)}"` }, 'too-large'],
    ['SNS with a message that is no text', { body: '{"Type":"Notification","Message":{"a":1}}' }, 'missing-attribute'],
    ['SNS without a message', { body: '{"Type":"Notification"}' }, 'not-an-event'],
    ['a request to subscribe', { body: '{"Type":"SubscriptionConfirmation"}' }, 'missing-attribute'],
  ])('is a problem when it holds %s', (_what, change, code) => {
    expect(onlyProblem(decodeMessages({ ...MESSAGE, ...change })).code).toBe(code);
  });

  it('is a problem when it holds envelopes without end', () => {
    const nested = [1, 2, 3, 4, 5, 6, 7].reduce((inner: unknown) => onTopic(inner), EVENT);
    expect(onlyProblem(decodeMessages(inSqs(nested))).code).toBe('too-deep');
  });

  it.each([undefined, null, 7, { toString: 1 }])(
    'has an empty handle when its id is %j, at which Lambda brings all again',
    (messageId) => {
      expect(onlyItem(decodeMessages({ ...inSqs(EVENT), messageId })).ref).toMatchObject({ messageId: '' });
    },
  );
});

describe('the lane of an SQS message', () => {
  it('is its own on a standard queue, which keeps no order', () => {
    const items = decodeMessages({ ...inSqs(EVENT), messageId: 'a' }, { ...inSqs(EVENT), messageId: 'b' });
    expect(items.map(({ lane }) => lane)).toEqual(['a', 'b']);
    expect(items.some(({ inOrder }) => inOrder)).toBe(false);
  });

  it('is its group on a first-in-first-out queue, in which nothing passes what failed', () => {
    const inGroup = (MessageGroupId: string) => ({ ...fifo.Records[0], attributes: { MessageGroupId }, body: '{}' });
    const items = decodeMessages(inGroup('x'), inGroup('y'), inGroup('x'));
    expect(items.map(({ lane }) => lane)).toEqual(['group x', 'group y', 'group x']);
    expect(items.every(({ inOrder }) => inOrder)).toBe(true);
  });
});

describe('an SNS record', () => {
  it('holds a CloudEvent or an upload, and is kept whole', () => {
    const { event, raw } = onlyItem(decodeMessages(inSns(EVENT)));
    expect(event).toEqual({ ok: true, value: EVENT });
    expect(JSON.parse(text(raw))).toEqual(inSns(EVENT));
    expect(onlyEvent(decodeMessages(inSns(s3))).type).toBe('blob.uploaded');
  });

  it.each([undefined, null, 7])('is a problem when its Sns is %j', (Sns) => {
    expect(onlyProblem(decodeMessages({ ...SNS_RECORD, Sns })).code).toBe('unknown-source');
  });
});

describe('an EventBridge event', () => {
  it('is the CloudEvent in its detail', () => {
    const { event, raw, ref } = onlyItem(decode(onBus(EVENT), LIMITS));
    expect(event).toEqual({ ok: true, value: EVENT });
    expect(ref).toEqual({ kind: 'whole' });
    expect(JSON.parse(text(raw))).toEqual(onBus(EVENT));
  });

  it('is itself otherwise, so that a route may want it', () => {
    expect(onlyEvent(decode(bridge, LIMITS))).toEqual({
      specversion: '1.0',
      id: '6a7e8feb-b491-4cf7-a9f1-bf3703467718',
      source: 'aws.ec2',
      type: 'EC2 Instance State-change Notification',
      time: '2017-12-22T18:43:48Z',
      datacontenttype: 'application/json',
      data: bridge.detail,
    });
  });

  it.each<[string, object, string]>([
    ['no id', { id: undefined }, 'missing-attribute'],
    ['a source that is an object', { source: {} }, 'bad-attribute'],
    ['a negative time', { time: -1 }, 'bad-attribute'],
    ['a detail that claims to be a CloudEvent', { detail: { specversion: '1.0' } }, 'missing-attribute'],
    ['a detail that is too large', { detail: 'x'.repeat(LIMITS.event) }, 'too-large'],
  ])('is a problem with %s', (_what, change, code) => {
    expect(onlyProblem(decode({ ...bridge, ...change }, LIMITS)).code).toBe(code);
  });
});

describe('anything else', () => {
  it('is a CloudEvent by itself', () => {
    expect(onlyEvent(decode(EVENT, LIMITS))).toEqual(EVENT);
  });

  it.each<[string, unknown, string]>([
    ['null', null, 'not-an-event'],
    ['nothing', undefined, 'not-an-event'],
    ['text', 'hello', 'not-an-event'],
    ['an array', [EVENT], 'not-an-event'],
    ['an empty object', {}, 'missing-attribute'],
    ['Kafka without records', { eventSource: 'aws:kafka' }, 'missing-attribute'],
    ['Kafka with a list of records', { eventSource: 'aws:kafka', records: [] }, 'missing-attribute'],
    ['a record of Kinesis', { Records: [{ eventSource: 'aws:kinesis' }] }, 'unknown-source'],
    ['too large', { ...EVENT, data: 'x'.repeat(LIMITS.event) }, 'too-large'],
  ])('is a problem when it is %s', (_what, payload, code) => {
    expect(onlyProblem(decode(payload, LIMITS)).code).toBe(code);
  });

  it('gives an item for each record, of whatever sources', () => {
    expect(gist(decodeMessages(inSns(EVENT), s3.Records[0], {}, 7)).slice(2)).toEqual([
      'unknown-source',
      'unknown-source',
    ]);
  });
});
