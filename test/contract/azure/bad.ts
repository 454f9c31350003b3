import created from '../../fixtures/azure/blob-created.cloudevents.json' with { type: 'json' };
import custom from '../../fixtures/azure/custom-topic.event-grid.json' with { type: 'json' };
import validation from '../../fixtures/azure/subscription-validation.json' with { type: 'json' };
import type { Door, Odd } from '../harness.ts';
import { emittedOnly } from '../things.ts';
import { type AzureCall, notify, one } from './host-doors.ts';
import { binary, cloudEvent, gridSchema, inHub } from './shapes.ts';

const HOST = { refused: '400' };

export const doors: readonly Door<AzureCall>[] = [
  {
    name: 'as a notification of Event Grid',
    make: (body) => ({ payload: notify(body, 'application/cloudevents+json'), raw: [body] }),
    except: {
      'nothing at all': HOST,
      null: HOST,
      'a number': HOST,
      'an array where one event belongs': { skip: 'an array is how Event Grid sends several events' },
      HTML: HOST,
      'half an event': HOST,
      'bytes that are not UTF-8': HOST,
    },
  },
  { name: 'as the body of an event in a hub', make: (body) => one({ body }), except: {} },
];

export const odd: readonly Odd<AzureCall>[] = [
  { name: 'an array of no events', fate: { quiet: true }, make: () => gridSchema() },
  { name: 'a notification with an unknown aeg-event-type', fate: HOST, make: () => unknownKind() },
  { name: 'a validation that comes as an event', fate: { code: 'unrouted' }, make: () => gridSchema(validation) },
  { name: 'an Event Grid event of a foreign type', fate: { code: 'unrouted' }, make: () => gridSchema(custom) },
  {
    name: 'an Event Grid event without a topic',
    fate: { code: 'missing-attribute' },
    make: () => gridSchema({ ...custom, topic: undefined }),
  },
  {
    name: 'an Event Grid event without an id',
    fate: { code: 'missing-attribute' },
    make: () => gridSchema({ ...custom, id: undefined }),
  },
  {
    name: 'an Event Grid event with a negative time',
    fate: { code: 'bad-attribute' },
    make: () => gridSchema({ ...custom, eventTime: -1 }),
  },
  {
    name: 'a deleted blob',
    fate: { code: 'unrouted' },
    make: () => cloudEvent({ ...created, type: 'Microsoft.Storage.BlobDeleted' }),
  },
  { name: 'a blob of a negative size', fate: { code: 'bad-object' }, make: () => blobWith({ contentLength: -1 }) },
  {
    name: 'a blob of more than 2^53 bytes',
    fate: { code: 'bad-object' },
    make: () => blobWith({ contentLength: 2 ** 53 }),
  },
  { name: 'a blob without an eTag', fate: { code: 'bad-object' }, make: () => blobWith({ eTag: undefined }) },
  {
    name: 'a blob whose content type is an object',
    fate: { code: 'bad-object' },
    make: () => blobWith({ contentType: { toString: 1 } }),
  },
  {
    name: 'two payloads',
    fate: { code: 'two-payloads' },
    make: () => cloudEvent({ ...emittedOnly(), data: 1, data_base64: '' }),
  },
  { name: 'binary mode without a specversion', fate: { code: 'missing-attribute' }, make: withoutVersion },
  {
    name: 'binary mode without a body, which is an event',
    fate: { quiet: true },
    make: () => one(binary(emittedOnly(), 'cloudEvents:')),
  },
  { name: 'events in Event Grid’s schema as one body', fate: { code: 'not-an-event' }, make: () => inHub([custom]) },
  {
    name: 'a batch that is none',
    fate: { code: 'not-a-batch' },
    make: () =>
      one({ body: Buffer.from('{}'), systemProperties: { 'content-type': 'application/cloudevents-batch+json' } }),
  },
];

function blobWith(change: object) {
  return cloudEvent({ ...created, data: { ...created.data, ...change } });
}

function unknownKind() {
  const { payload, raw } = gridSchema(custom);
  return { payload: { ...payload, headers: { ...payload.headers, 'aeg-event-type': 'Gossip' } }, raw };
}

function withoutVersion() {
  const { properties, ...event } = binary(emittedOnly(), 'cloudEvents:');
  return one({ ...event, properties: { ...properties, 'cloudEvents:specversion': undefined } });
}
