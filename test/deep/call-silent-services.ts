/**
 * Calls every cloud port against a server that takes connections and never answers, and prints what each throws, as JSON. A process
 * of its own, since what the clients leave behind when they give up must not outlive the test.
 */
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { createBlobs as createS3 } from '../../functions/aws/blobs.ts';
import { createPublisher as createEventBridge } from '../../functions/aws/publisher.ts';
import { createBlobs as createBlobStorage } from '../../functions/azure/blobs.ts';
import { createPublisher as createEventGrid } from '../../functions/azure/publisher.ts';
import { createBlobs as createCloudStorage } from '../../functions/gcp/blobs.ts';
import { createPublisher as createPubSub } from '../../functions/gcp/publisher.ts';
import { createKafkaPublisher } from '../../functions/kafka/client/publisher.ts';
import { connectionTo } from '../unit/functions/azure/azurite.ts';
import { EVENT } from '../unit/functions/published-events.ts';

const server = createServer((socket) => socket.on('error', () => {})).listen(0, '127.0.0.1');
await once(server, 'listening');
const { port } = server.address() as AddressInfo; // a TCP server's address is never a string
const host = `127.0.0.1:${port}`;
const url = `http://${host}`;

Object.assign(process.env, {
  PUBSUB_EMULATOR_HOST: host,
  GOOGLE_CLOUD_PROJECT: 'p',
  METADATA_SERVER_DETECTION: 'none',
  STORAGE_EMULATOR_HOST: url,
  AWS_ENDPOINT_URL: url,
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
  IDENTITY_ENDPOINT: `${url}/msi/token`,
  IDENTITY_HEADER: 'local',
});

const publish = {
  'Pub/Sub': createPubSub({ PUBSUB_TOPIC: 'orders' }),
  'Event Grid': createEventGrid({ EVENT_GRID_TOPIC_ENDPOINT: url, EVENT_GRID_TOPIC_KEY: 'a2V5' }),
  EventBridge: createEventBridge({ EVENT_BUS_NAME: 'orders' }),
  Kafka: createKafkaPublisher({ KAFKA_BROKERS: host, KAFKA_TOPIC: 'orders' }),
};

const blobs = {
  'Cloud Storage': createCloudStorage(),
  'Blob Storage': createBlobStorage({ AZURE_STORAGE_CONNECTION_STRING: connectionTo(port) }),
  'Azure’s identity': createBlobStorage({ ...process.env, AZURE_STORAGE_ACCOUNT: 'shop' }),
  S3: createS3(),
};

const calls = [
  ...Object.entries(publish).map(([name, send]) => [name, send([EVENT])] as const),
  ...Object.entries(blobs).map(([name, store]) => [name, store.head('uploads', 'a.jpg')] as const),
];

const thrown = await Promise.all(
  calls.map(async ([name, call]) => {
    const what = await call.then(
      () => 'nothing',
      (error: { kind?: unknown }) => error.kind,
    );
    return [name, what];
  }),
);
process.stdout.write(JSON.stringify(Object.fromEntries(thrown)));
process.exit();
