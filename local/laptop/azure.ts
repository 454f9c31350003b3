import type { CloudEvent } from '../../shared/schemas/cloudevent.ts';
import { startEventGrid } from '../emulators/event-grid/server.ts';
import { type CloudOptions, foldersOf, type LocalCloud, type UploadedFile } from './cloud.ts';
import { startHost } from './host-process.ts';

const ACCOUNT = 'waybilllocal';
const TOPIC = 'orders';

/** Azure: a storage account's system topic and a custom topic, each with an Event Grid subscription to the function. */
export async function startAzure(options: CloudOptions): Promise<LocalCloud> {
  const grid = await startEventGrid({ port: await options.port(8086, 'Event Grid') });
  const env = {
    ...foldersOf(options.folder),
    SMTP_URL: options.smtpUrl,
    EVENT_GRID_TOPIC_ENDPOINT: grid.topicEndpoint(TOPIC),
    EVENT_GRID_TOPIC_KEY: grid.key,
  };
  const router = await startHost({
    cloud: 'azure',
    port: await options.port(8082, 'the azure function'),
    env,
    onLine: options.onLine,
  });
  const endpoint = `${router.url}/runtime/webhooks/eventgrid?functionName=router`;
  const subscription = {
    name: 'router',
    endpoint,
    deliverySchema: 'CloudEventSchemaV1_0' as const,
    deadLetter: `${options.folder}/event-grid-dead-letters`,
  };
  for (const topic of [ACCOUNT, TOPIC]) await grid.createSubscription({ topic, ...subscription });
  return {
    name: 'azure',
    addresses: [
      { what: 'function', url: router.url },
      { what: 'Event Grid', url: grid.topicEndpoint(TOPIC) },
    ],
    upload: async (file) => grid.publishSystemEvent(ACCOUNT, toBlobCreated(file)),
    send: (event) => publish(grid.topicEndpoint(TOPIC), grid.key, event),
    pending: grid.pending,
    restart: router.restart,
    close: async () => {
      await router.close();
      await grid.close();
    },
  };
}

async function publish(endpoint: string, key: string, event: CloudEvent): Promise<void> {
  const headers = { 'content-type': 'application/cloudevents+json', 'aeg-sas-key': key };
  const response = await fetch(`${endpoint}?api-version=2018-01-01`, {
    method: 'POST',
    headers,
    body: JSON.stringify(event),
  });
  if (!response.ok) throw new Error(`Event Grid: ${response.status} ${await response.text()}`);
}

/** What Blob Storage tells Event Grid of a blob (Event Grid documentation, "Azure Blob Storage as Event Grid source"). */
function toBlobCreated({ name, size, contentType, etag, modified }: UploadedFile) {
  const time = new Date(Number(modified / 1_000_000n)).toISOString();
  return {
    id: `${modified.toString(16)}-${size}`,
    subject: `/blobServices/default/containers/uploads/blobs/${name}`,
    eventType: 'Microsoft.Storage.BlobCreated',
    eventTime: time,
    dataVersion: '',
    data: {
      api: 'PutBlob',
      contentType,
      contentLength: size,
      blobType: 'BlockBlob',
      url: `https://${ACCOUNT}.blob.core.windows.net/uploads/${encodeURI(name)}`,
      eTag: etag,
      sequencer: modified.toString(16).padStart(48, '0'),
    },
  };
}
