import type { CloudName } from '../../../local/laptop/cloud.ts';
import type { CloudEvent } from '../../../shared/schemas/cloudevent.ts';

/** What a test sends to one adapter: each is the body that the cloud itself would send. */
export type NativeCalls = {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The status that says: done with it. */
  readonly done: number;
  readonly order: (event: CloudEvent) => object;
  /** An upload to the bucket `uploads`. */
  readonly upload: (name: string) => object;
  /** What can never become an event. */
  readonly bad: object;
};

const JSON_TYPE = { 'content-type': 'application/json' };

export const NATIVE_CALLS: Readonly<Record<CloudName, NativeCalls>> = {
  gcp: {
    path: '/',
    headers: JSON_TYPE,
    done: 204,
    order: (event) => push({ 'content-type': 'application/cloudevents+json' }, event),
    upload: (name) =>
      push(
        {
          eventType: 'OBJECT_FINALIZE',
          payloadFormat: 'JSON_API_V1',
          bucketId: 'uploads',
          objectId: name,
          objectGeneration: '1',
        },
        { bucket: 'uploads', name, generation: '1', size: '1', contentType: 'image/jpeg', etag: 'etag' },
      ),
    bad: push({ 'content-type': 'application/cloudevents+json' }, { specversion: '1.0' }),
  },
  azure: {
    path: '/runtime/webhooks/eventgrid?functionName=router',
    headers: { ...JSON_TYPE, 'aeg-event-type': 'Notification' },
    done: 202,
    order: (event) => event,
    upload: (name) => ({
      specversion: '1.0',
      id: 'upload-1',
      source: '/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/account',
      type: 'Microsoft.Storage.BlobCreated',
      subject: `/blobServices/default/containers/uploads/blobs/${name}`,
      time: '2026-01-31T12:00:00Z',
      data: {
        api: 'PutBlob',
        contentType: 'image/jpeg',
        contentLength: 1,
        blobType: 'BlockBlob',
        url: `https://account.blob.core.windows.net/uploads/${name}`,
        eTag: 'etag',
        sequencer: '01',
      },
    }),
    bad: { specversion: '1.0' },
  },
  aws: {
    path: '/2015-03-31/functions/router/invocations',
    headers: JSON_TYPE,
    done: 200,
    order: (event) => kafka(JSON.stringify(event)),
    upload: (name) => ({
      Records: [
        {
          eventVersion: '2.1',
          eventSource: 'aws:s3',
          awsRegion: 'us-east-1',
          eventTime: '2026-01-31T12:00:00Z',
          eventName: 'ObjectCreated:Put',
          s3: { bucket: { name: 'uploads' }, object: { key: name, size: 1, eTag: 'etag', sequencer: '01' } },
        },
      ],
    }),
    bad: kafka('{'),
  },
};

/** A Pub/Sub push (Pub/Sub documentation, "Receive push messages"). */
function push(attributes: Readonly<Record<string, string>>, data: object): object {
  const message = { attributes, data: Buffer.from(JSON.stringify(data)).toString('base64'), messageId: '1' };
  return { message, subscription: 'projects/p/subscriptions/router' };
}

/** One record of an Amazon MSK batch (Lambda documentation, "Using Lambda with Amazon MSK"). */
function kafka(value: string): object {
  const record = {
    topic: 'orders',
    partition: 0,
    offset: value.length,
    timestamp: 1_769_860_800_000,
    timestampType: 'CREATE_TIME',
    value: Buffer.from(value).toString('base64'),
    headers: [{ 'content-type': [...Buffer.from('application/cloudevents+json')] }],
  };
  return {
    eventSource: 'aws:kafka',
    eventSourceArn: 'arn:aws:kafka:us-east-1:1:cluster/c/u',
    records: { 'orders-0': [record] },
  };
}
