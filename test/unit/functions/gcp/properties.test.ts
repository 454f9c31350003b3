import { it } from '@jest/globals';
import fc from 'fast-check';
import { ack } from '../../../../functions/gcp/ack.ts';
import pubsubHeaders from '../../../fixtures/gcp/eventarc-pubsub-headers.json' with { type: 'json' };
import storageHeaders from '../../../fixtures/gcp/eventarc-storage-headers.json' with { type: 'json' };
import push from '../../../fixtures/gcp/pubsub-push.json' with { type: 'json' };
import unwrappedHeaders from '../../../fixtures/gcp/pubsub-unwrapped-headers.json' with { type: 'json' };
import notification from '../../../fixtures/gcp/storage-notification-attributes.json' with { type: 'json' };
import object from '../../../fixtures/gcp/storage-object.json' with { type: 'json' };
import { anyJson, mutationsOf } from '../any-json.ts';
import { anySettled } from '../any-settled.ts';
import { BINARY, decodePost, EVENT } from './request.ts';

const headers = fc.constantFrom<Record<string, string>>(
  {},
  BINARY,
  { 'content-type': 'application/json' },
  { 'content-type': 'application/cloudevents+json' },
  { 'content-type': 'application/cloudevents-batch+json' },
  pubsubHeaders,
  storageHeaders,
  unwrappedHeaders,
  { ...unwrappedHeaders, eventtype: 'OBJECT_FINALIZE', objectid: 'x' },
);

const notified = { ...push, message: { ...push.message, attributes: notification } };

it('gives at least one item for any request that is a POST, and never throws', () => {
  const body = fc.oneof(
    fc.uint8Array(),
    anyJson.map((value) => JSON.stringify(value)),
    ...[push, notified, object, EVENT, [EVENT, EVENT]].map((document) =>
      mutationsOf(document).map((value) => JSON.stringify(value)),
    ),
  );
  fc.assert(fc.property(headers, body, (given, bytes) => decodePost(given, bytes ?? 'null').length > 0));
});

it('gives at least one item for any notification of any object', () => {
  const data = fc
    .oneof(anyJson, mutationsOf(object))
    .map((value) => Buffer.from(JSON.stringify(value)).toString('base64'));
  const bodies = fc.tuple(mutationsOf(notified), data).map(([body, inner]) => withData(body, inner));
  fc.assert(fc.property(bodies, (body) => decodePost(pubsubHeaders, body).length > 0));
});

it('gives at least one item for each element of a batch', () => {
  const batch = { 'content-type': 'application/cloudevents-batch+json' };
  fc.assert(
    fc.property(
      fc.array(anyJson, { minLength: 1 }),
      (elements) => decodePost(batch, elements).length >= elements.length,
    ),
  );
});

it('takes any headers', () => {
  const name = fc.constantFrom(
    'ce-id',
    'ce-specversion',
    'ce-type',
    'ce-__proto__',
    'content-type',
    'x-goog-pubsub-message-id',
  );
  const given = fc.dictionary(name, fc.oneof(fc.string(), fc.array(fc.string())));
  fc.assert(fc.property(given, fc.uint8Array(), (all, body) => decodePost(all, body).length > 0));
});

it('never acknowledges while something is not done', () => {
  fc.assert(
    fc.property(anySettled(fc.constant(null)), (settled) => {
      const isDone = settled.length > 0 && settled.every(({ verdict }) => verdict.kind === 'done');
      return (ack(settled) === 204) === isDone;
    }),
  );
});

function withData(body: unknown, data: string): object {
  const message = Object(Reflect.get(Object(body), 'message'));
  return { ...Object(body), message: { ...message, data } };
}
