import type { EventGridEvent, InvocationContext } from '@azure/functions';
import type { Request } from '@google-cloud/functions-framework';
import { describe, expect, it } from '@jest/globals';
import type {
  EventBridgeEvent,
  MSKEvent,
  MSKRecord,
  S3Event,
  S3EventRecord,
  S3ObjectCreatedNotificationEvent,
  SelfManagedKafkaEvent,
  SNSEvent,
  SQSEvent,
  SQSRecord,
  SQSRecordAttributes,
} from 'aws-lambda';
import { toDeadLetterReason } from '../../../functions/aws/dead-letter-reason.ts';
import { decode as decodeAws } from '../../../functions/aws/decode.ts';
import { readDeadLetters } from '../../../functions/azure/dead-letters.ts';
import { decode as decodeAzure } from '../../../functions/azure/decode.ts';
import { decodeHub, type HubPayload } from '../../../functions/azure/decode-hub.ts';
import { decode as decodeGcp, type Payload } from '../../../functions/gcp/decode.ts';
import { createMemoryBlobs } from '../../../shared/delivery/embedded/memory-blobs.ts';
import bridge from '../../fixtures/aws/event-bridge.json' with { type: 'json' };
import objectCreated from '../../fixtures/aws/event-bridge-object-created.json' with { type: 'json' };
import msk from '../../fixtures/aws/msk.json' with { type: 'json' };
import s3 from '../../fixtures/aws/s3.json' with { type: 'json' };
import selfManaged from '../../fixtures/aws/self-managed-kafka.json' with { type: 'json' };
import sns from '../../fixtures/aws/sns.json' with { type: 'json' };
import sqs from '../../fixtures/aws/sqs.json' with { type: 'json' };
import fifo from '../../fixtures/aws/sqs-fifo.json' with { type: 'json' };
import blobCreated from '../../fixtures/azure/blob-created.event-grid.json' with { type: 'json' };
import custom from '../../fixtures/azure/custom-topic.event-grid.json' with { type: 'json' };
import metadata from '../../fixtures/azure/event-hub-metadata.json' with { type: 'json' };
import { gist, LIMITS } from './decoded.ts';

/*
 * The compiler's part of the contract: each fixture has the type that its vendor publishes, and what `decode` reads is there by that
 * name. A vendor's type that changes breaks `tsc`, and not an event.
 */

// JSON gives texts where the vendor has a choice of them.
const record: MSKRecord = { ...one(msk.records['mytopic-0']), timestampType: 'CREATE_TIME' };
const kafka = { records: { 'mytopic-0': [record] } };

const READ_OF_KAFKA = [
  'topic',
  'partition',
  'offset',
  'timestamp',
  'value',
  'headers',
] as const satisfies readonly (keyof MSKRecord)[];
const READ_OF_SQS = ['messageId', 'body', 'attributes', 'eventSource'] as const satisfies readonly (keyof SQSRecord)[];
const READ_OF_S3 = ['eventSource', 'eventName', 'eventTime', 's3'] as const satisfies readonly (keyof S3EventRecord)[];

describe('AWS', () => {
  const events: [string, MSKEvent | SelfManagedKafkaEvent | SQSEvent | SNSEvent | S3Event | BridgeEvent, string][] = [
    ['MSKEvent', { ...msk, eventSource: 'aws:kafka', ...kafka }, 'bad-json'],
    ['SelfManagedKafkaEvent', { ...selfManaged, eventSource: 'SelfManagedKafka', ...kafka }, 'bad-json'],
    ['SQSEvent', sqs, 'bad-json'],
    ['SQSEvent of a first-in-first-out queue', fifo, 'bad-json'],
    ['SNSEvent', sns, 'bad-json'],
    ['S3Event', s3, 'amzn-s3-demo-bucket/b21b84d653bb07b05b1e6b33684dc11b#0C0F6F405D6ED209E1'],
    ['EventBridgeEvent', bridge, bridge.id],
    [
      'S3ObjectCreatedNotificationEvent',
      toCreated(),
      'amzn-s3-demo-bucket1/example-key#IYV3p45BT0ac8hjHg1houSdS1a.Mro8e',
    ],
  ];

  it.each(events)('%s is what decode takes', (_name, event, expected) => {
    expect(gist(decodeAws(event, LIMITS))).toEqual([expected]);
  });

  it('has the members that decode reads', () => {
    expect(record).toEqual(
      expect.objectContaining(Object.fromEntries(READ_OF_KAFKA.map((name) => [name, expect.anything()]))),
    );
    expect(Object.keys(one(sqs.Records))).toEqual(expect.arrayContaining([...READ_OF_SQS]));
    expect(Object.keys(one(s3.Records))).toEqual(expect.arrayContaining([...READ_OF_S3]));
  });
});

it('SQS’s attributes have what says where a dead letter comes from', () => {
  const attributes: SQSRecordAttributes = { ...one(sqs.Records).attributes, DeadLetterQueueSourceArn: 'arn:uploads' };
  const event: SQSEvent = { Records: [{ ...one(sqs.Records), attributes }] };
  expect(toDeadLetterReason(event)).toContain('arn:uploads');
});

describe('Azure', () => {
  it('has an EventGridEvent that tells of a dead-letter blob', async () => {
    const event: EventGridEvent = blobCreated;
    expect(await readDeadLetters(createMemoryBlobs(new Map()), event)).toMatchObject({
      bytes: { error: { got: 'gone' } },
    });
  });

  it('has an EventGridEvent that decode takes', () => {
    const event: EventGridEvent = custom;
    expect(gist(decodeAzure(event, LIMITS))).toEqual([custom.id]);
  });

  it('has trigger metadata that decodeHub takes', () => {
    const given: InvocationContext['triggerMetadata'] = metadata;
    const payload: HubPayload = { messages: [Buffer.from('{')], metadata: given };
    expect(gist(decodeHub(payload, LIMITS))).toEqual(['bad-json']);
  });
});

it('Google’s Request has what decode takes', () => {
  const toPayload = ({ method, headersDistinct: headers, rawBody: body = Buffer.of() }: Request): Payload => ({
    method,
    headers,
    body,
  });
  const request = { method: 'POST', headersDistinct: { 'ce-id': ['1'] }, rawBody: Buffer.from('{') };
  expect(gist(decodeGcp(toPayload(request as Partial<Request> as Request), LIMITS))).toEqual(['bad-json']); // the part that is read
});

type BridgeEvent = EventBridgeEvent<string, unknown> | S3ObjectCreatedNotificationEvent;

function toCreated(): S3ObjectCreatedNotificationEvent {
  const names = { 'detail-type': 'Object Created', source: 'aws.s3' } as const;
  return { ...objectCreated, ...names, detail: { ...objectCreated.detail, version: '0', reason: 'PutObject' } };
}

function one<T>(list: readonly T[]): T {
  const [first] = list;
  if (first === undefined) throw new Error('The fixture is empty');
  return first;
}
