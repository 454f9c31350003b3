import testEvent from '../../fixtures/aws/s3-test-event.json' with { type: 'json' };
import custom from '../../fixtures/azure/custom-topic.event-grid.json' with { type: 'json' };
import push from '../../fixtures/gcp/pubsub-push.json' with { type: 'json' };
import type { Door, Made, Odd } from '../harness.ts';
import { emittedOnly, orderPlaced, unique, upload } from '../things.ts';
import { notify, published, toMessage, wrap } from './payloads.ts';
import { type GcpRequest, post } from './request.ts';
import { pushed } from './shapes.ts';

const JSON_TYPE = { 'content-type': 'application/json' };
const PARSER = { refused: '400' };
/** A message that holds no CloudEvent is an event itself: Eventarc's own, which no route of ours names. */
const AS_ITSELF = { code: 'unrouted' };

export const doors: readonly Door<GcpRequest>[] = [
  {
    name: 'as bytes of no type that is known',
    make: (body) => post({ 'content-type': 'application/octet-stream' }, body),
    except: {},
  },
  {
    name: 'as a JSON request',
    make: (body) => post(JSON_TYPE, body),
    except: { null: PARSER, 'a number': PARSER, HTML: PARSER, 'half an event': PARSER },
  },
  {
    name: 'as a Pub/Sub message',
    make: (data) => pushed({ attributes: {}, data }),
    except: {
      'nothing at all': AS_ITSELF,
      null: AS_ITSELF,
      'a number': AS_ITSELF,
      'an array where one event belongs': AS_ITSELF,
      HTML: AS_ITSELF,
      'half an event': AS_ITSELF,
      'bytes that are not UTF-8': AS_ITSELF,
      'JSON that is no event': AS_ITSELF,
      'JSON 100,000 levels deep': AS_ITSELF,
    },
  },
];

export const odd: readonly Odd<GcpRequest>[] = [
  { name: 'a GET', fate: { refused: '405' }, make: () => made('GET', {}, '') },
  {
    name: 'JSON in a charset that is none',
    fate: { refused: '415' },
    make: () => made('POST', charset('klingon'), '{}'),
  },
  { name: 'JSON that says it is gzip', fate: { refused: '400' }, make: () => made('POST', gzip(), '{}') },
  {
    name: 'a message of attributes alone',
    fate: AS_ITSELF,
    make: () => pushed({ attributes: { a: 'b' }, data: Buffer.of() }),
  },
  {
    name: 'a CloudEvent of attributes alone, which is one',
    fate: { quiet: true },
    make: () => pushed(toMessage(emittedOnly())),
  },
  { name: 'a message whose data is not base64', fate: { code: 'bad-base64' }, make: () => message({ data: '!!!!' }) },
  { name: 'a message whose data is null', fate: { code: 'bad-base64' }, make: () => message({ data: null }) },
  {
    name: 'a message whose attributes are a list',
    fate: { code: 'not-a-message' },
    make: () => message({ attributes: [] }),
  },
  {
    name: 'a message without an id',
    fate: { code: 'bad-attribute' },
    make: () => message({ messageId: null, message_id: null }),
  },
  {
    name: 'a push whose message is a number',
    fate: { code: 'not-a-message' },
    make: () => post(JSON_TYPE, { message: 5 }),
  },
  { name: 'Eventarc’s message without a message', fate: { code: 'not-a-message' }, make: () => post(published(), {}) },
  { name: 'a notification without its object', fate: { code: 'no-object-resource' }, make: () => notified({}, '') },
  {
    name: 'a notification of an object that is none',
    fate: { code: 'bad-object' },
    make: () => notified({}, '{"name":7}'),
  },
  { name: 'a notification of a deletion', fate: AS_ITSELF, make: () => notified({ eventType: 'OBJECT_DELETE' }, '{}') },
  {
    name: 'an attribute that comes twice',
    fate: { code: 'repeated-header' },
    make: () => binary({ 'ce-id': ['a', 'b'] }),
  },
  {
    name: 'a specversion that comes twice',
    fate: { code: 'repeated-header' },
    make: () => binary({ 'ce-specversion': ['1.0', '1.0'] }),
  },
  { name: 'an event without a source', fate: { code: 'missing-attribute' }, make: () => binary({ 'ce-source': [] }) },
  { name: 'a negative time', fate: { code: 'bad-attribute' }, make: () => binary({ 'ce-time': '-1' }) },
  {
    name: 'an empty batch',
    fate: { code: 'not-a-batch' },
    make: () => post({ 'content-type': 'application/cloudevents-batch+json' }, []),
  },
  {
    name: 'a batch that is one event',
    fate: { code: 'not-a-batch' },
    make: () => post({ 'content-type': 'application/cloudevents-batch+json' }, orderPlaced()),
  },
  { name: 'events in Event Grid’s schema', fate: { code: 'not-an-event' }, make: () => post(JSON_TYPE, [custom]) },
  { name: 'S3’s test event', fate: { code: 'missing-attribute' }, make: () => post(JSON_TYPE, testEvent) },
];

function made(method: string, headers: GcpRequest['headers'], body: string): Made<GcpRequest> {
  return { payload: { method, headers, body: Buffer.from(body) }, raw: [] };
}

function charset(name: string) {
  return { 'content-type': `application/json; charset=${name}` };
}

function gzip() {
  return { ...JSON_TYPE, 'content-encoding': 'gzip' };
}

function message(change: object): Made<GcpRequest> {
  return post(JSON_TYPE, { ...push, message: { ...push.message, ...change } });
}

function notified(change: object, body: string): Made<GcpRequest> {
  const { attributes } = notify(upload('cat.jpg'));
  return post(JSON_TYPE, wrap({ attributes: { ...attributes, ...change }, data: Buffer.from(body) }));
}

function binary(change: GcpRequest['headers']): Made<GcpRequest> {
  const headers = { 'ce-specversion': '1.0', 'ce-id': unique('odd'), 'ce-source': '/s', 'ce-type': 'blob.resized' };
  return post({ ...headers, ...change }, Buffer.from('{}'));
}
