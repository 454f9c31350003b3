import { it } from '@jest/globals';
import fc from 'fast-check';
import { decodeDeadLetters as decodeAws } from '../../../functions/aws/dead-letters.ts';
import { readDeadLetters as readAws } from '../../../functions/aws/read-dead-letters.ts';
import {
  decodeDeadLetters as decodeAzure,
  readDeadLetters as readAzure,
} from '../../../functions/azure/dead-letters.ts';
import { decodeDeadLetters as decodeGcp } from '../../../functions/gcp/dead-letters.ts';
import { createMemoryBlobs } from '../../../shared/delivery/embedded/memory-blobs.ts';
import asyncRecord from '../../fixtures/aws/async-failure-record.json' with { type: 'json' };
import kafkaRecord from '../../fixtures/aws/kafka-failure-record.json' with { type: 'json' };
import msk from '../../fixtures/aws/msk.json' with { type: 'json' };
import s3 from '../../fixtures/aws/s3.json' with { type: 'json' };
import sqs from '../../fixtures/aws/sqs.json' with { type: 'json' };
import blobCreated from '../../fixtures/azure/blob-created.event-grid.json' with { type: 'json' };
import cloudEvents from '../../fixtures/azure/dead-letter.cloudevents.json' with { type: 'json' };
import eventGrid from '../../fixtures/azure/dead-letter.event-grid.json' with { type: 'json' };
import attributes from '../../fixtures/gcp/dead-letter-attributes.json' with { type: 'json' };
import push from '../../fixtures/gcp/pubsub-push.json' with { type: 'json' };
import { runs } from '../../runs.ts';
import { anyJson, mutationsOf } from './any-json.ts';
import { LIMITS } from './decoded.ts';

const anyBytes = (...documents: readonly unknown[]) =>
  fc.oneof(
    fc.uint8Array(),
    fc.oneof(anyJson, ...documents.map(mutationsOf)).map((value) => Buffer.from(JSON.stringify(value) ?? 'null')),
  );

/** A store in which these bytes are under every name. */
function storeOf(bytes: Uint8Array) {
  const found = { kind: 'found', blob: { bytes, contentType: '', metadata: {} } } as const;
  return { ...createMemoryBlobs(new Map()), read: async () => found };
}

it('whatever Pub/Sub pushes is at least one item', () => {
  const dead = { ...push, message: { ...push.message, attributes } };
  const headers = fc.constantFrom({}, { 'content-type': 'application/json' }, attributes);
  fc.assert(
    fc.property(headers, anyBytes(dead), (given, body) => {
      return decodeGcp({ method: 'POST', headers: { ...given }, body }, LIMITS).length > 0;
    }),
    { numRuns: runs(500) },
  );
});

it('whatever Event Grid tells of and keeps is an item, unless it keeps none', async () => {
  const notice = fc.oneof(fc.constant(blobCreated), mutationsOf(blobCreated), anyJson);
  const property = fc.asyncProperty(notice, anyBytes(cloudEvents, eventGrid), async (told, bytes) => {
    const items = decodeAzure(await readAzure(storeOf(bytes), told), LIMITS);
    return items.length > 0 || Buffer.from(bytes).toString().trim() === '[]';
  });
  await fc.assert(property, { numRuns: runs(500) });
});

it('whatever Lambda is told and keeps is decoded, and of a queue at least one item for each message', async () => {
  const [upload] = s3.Records;
  const bucket = upload?.s3.bucket.name;
  const batch = { ...kafkaRecord, payload: JSON.stringify(msk) };
  const bodies = fc.oneof(anyJson, ...[s3, asyncRecord, batch].map(mutationsOf)).map((value) => JSON.stringify(value));
  const queue = fc.array(bodies, { minLength: 1, maxLength: 3 }).map((all) => ({
    Records: all.map((body) => ({ ...sqs.Records[0], body })),
  }));
  const payload = fc.oneof(
    fc.constant(s3),
    mutationsOf(s3),
    mutationsOf(asyncRecord),
    mutationsOf(sqs),
    queue,
    anyJson,
  );
  const property = fc.asyncProperty(payload, anyBytes(asyncRecord, batch), async (given, bytes) => {
    const items = decodeAws(await readAws({ blobs: storeOf(bytes), bucket }, given), LIMITS);
    return items.every(({ why }) => why.includes('gave up on it: '));
  });
  await fc.assert(property, { numRuns: runs(500) });
});
