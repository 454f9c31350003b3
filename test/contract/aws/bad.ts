import bridge from '../../fixtures/aws/event-bridge.json' with { type: 'json' };
import msk from '../../fixtures/aws/msk.json' with { type: 'json' };
import testEvent from '../../fixtures/aws/s3-test-event.json' with { type: 'json' };
import custom from '../../fixtures/azure/custom-topic.event-grid.json' with { type: 'json' };
import type { Door, Made, Odd } from '../harness.ts';
import { emittedOnly, upload } from '../things.ts';
import { type Invocation, invocation } from './invoke.ts';
import { binaryRecord, created, kafkaRecord, message, notified, s3Record } from './payloads.ts';
import { kafka, records } from './shapes.ts';

const NOT_JSON = { refused: 'InvalidRequestContentException' };
const TOO_LARGE = { refused: 'RequestTooLargeException' };

export const doors: readonly Door<Invocation>[] = [
  {
    name: 'as the payload of an invocation',
    // Lambda makes an empty object of an empty payload.
    make: (body) => ({ payload: body, raw: [body.length === 0 ? Buffer.from('{}') : body] }),
    except: {
      'nothing at all': { code: 'missing-attribute' },
      HTML: NOT_JSON,
      'half an event': NOT_JSON,
      'bytes that are not UTF-8': NOT_JSON,
      'ten megabytes': TOO_LARGE,
    },
  },
  {
    name: 'as the value of a Kafka record',
    make: (body) => kafka(msk, [kafkaRecord('', { value: Buffer.from(body).toString('base64') })]),
    except: { 'ten megabytes': TOO_LARGE },
  },
  {
    name: 'as the body of an SQS message',
    make: (body) => records([message(Buffer.from(body).toString('utf8'))]),
    except: { 'bytes that are not UTF-8': { skip: 'a body is text' }, 'ten megabytes': TOO_LARGE },
  },
];

export const odd: readonly Odd<Invocation>[] = [
  { name: 'S3’s test event', fate: { quiet: true }, make: () => invocation(testEvent) },
  { name: 'S3’s test event through SQS', fate: { quiet: true }, make: () => records([message(testEvent)]) },
  {
    name: 'S3’s test event through SNS and SQS',
    fate: { quiet: true },
    make: () => records([message(notified(testEvent))]),
  },
  { name: 'a batch of no records', fate: { quiet: true }, make: () => kafka(msk, []) },
  { name: 'a list of no records', fate: { code: 'missing-attribute' }, make: () => invocation({ Records: [] }) },
  { name: 'a tombstone', fate: { code: 'tombstone' }, make: () => record({ value: undefined }) },
  { name: 'a tombstone whose value is null', fate: { code: 'tombstone' }, make: () => record({ value: null }) },
  { name: 'a tombstone in binary mode, which is an event', fate: { quiet: true }, make: () => binary({ value: null }) },
  { name: 'a value that is not base64', fate: { code: 'bad-base64' }, make: () => record({ value: '!!!!' }) },
  { name: 'a value that is a number', fate: { code: 'bad-base64' }, make: () => record({ value: 7 }) },
  // Written as text it is one more than 2^53; no number of JavaScript is.
  { name: 'an offset above 2^53', fate: { code: 'bad-record' }, make: () => record({ offset: 2 ** 53 }) },
  { name: 'a negative offset', fate: { code: 'bad-record' }, make: () => record({ offset: -1 }) },
  { name: 'a partition that is text', fate: { code: 'bad-record' }, make: () => record({ partition: '0' }) },
  { name: 'a record without a topic', fate: { code: 'bad-record' }, make: () => record({ topic: undefined }) },
  { name: 'a negative time', fate: { code: 'bad-record' }, make: () => record({ timestamp: -5 }) },
  {
    name: 'a record that has no time, which is an event',
    fate: { quiet: true },
    make: () => binary({ timestamp: -1 }),
  },
  {
    name: 'an attribute that comes twice',
    fate: { code: 'repeated-header' },
    make: () => record({ headers: [{ ce_id: [1] }, { CE_ID: [1] }] }),
  },
  {
    name: 'a header of numbers that are no bytes',
    fate: { code: 'bad-header' },
    make: () => record({ headers: [{ ce_id: [300] }] }),
  },
  {
    name: 'a header that is not UTF-8',
    fate: { code: 'bad-utf8' },
    make: () => record({ headers: [{ ce_id: [-1] }] }),
  },
  { name: 'headers that are no list', fate: { code: 'bad-header' }, make: () => record({ headers: { ce_id: [1] } }) },
  { name: 'an empty batch of CloudEvents', fate: { code: 'not-a-batch' }, make: emptyBatch },
  {
    name: 'a record of DynamoDB',
    fate: { code: 'unknown-source' },
    make: () => records([{ eventSource: 'aws:dynamodb' }]),
  },
  { name: 'a record that is null', fate: { code: 'unknown-source' }, make: () => records([null]) },
  { name: 'a deleted object', fate: { code: 'unrouted' }, make: () => s3With({ eventName: 'ObjectRemoved:Delete' }) },
  { name: 'an S3 record without an object', fate: { code: 'bad-object' }, make: () => s3With({ s3: {} }) },
  {
    name: 'an S3 record whose name is an object',
    fate: { code: 'bad-object' },
    make: () => s3With({ s3: { bucket: { name: { toString: 1 } } } }),
  },
  {
    name: 'EventBridge without an object',
    fate: { code: 'bad-object' },
    make: () => invocation({ ...created(upload('x')), detail: {} }),
  },
  { name: 'an event of a service of AWS', fate: { code: 'unrouted' }, make: () => invocation(bridge) },
  {
    name: 'an SQS message whose body is a number',
    fate: { code: 'not-an-event' },
    make: () => records([{ ...message(''), body: 7 }]),
  },
  {
    name: 'envelopes in envelopes in envelopes',
    fate: { code: 'too-deep' },
    make: () => records([message(nested(8))]),
  },
  { name: 'events in Event Grid’s schema', fate: { code: 'not-an-event' }, make: () => invocation([custom]) },
];

function record(change: object): Made<Invocation> {
  return kafka(msk, [kafkaRecord(emittedOnly(), change)]);
}

function binary(change: object): Made<Invocation> {
  return kafka(msk, [{ ...binaryRecord(emittedOnly()), ...change }]);
}

function emptyBatch(): Made<Invocation> {
  const headers = [{ 'content-type': [...Buffer.from('application/cloudevents-batch+json')] }];
  return kafka(msk, [kafkaRecord([], { headers })]);
}

function s3With(change: object): Made<Invocation> {
  return records([{ ...s3Record(upload('cat.jpg')), ...change }]);
}

function nested(levels: number): unknown {
  return levels === 0 ? emittedOnly() : notified(nested(levels - 1));
}
