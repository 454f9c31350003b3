import type { CloudEvent } from '../../shared/schemas/cloudevent.ts';
import { type EventGrid, startEventGrid } from '../emulators/event-grid/server.ts';
import { openAzureStorage } from './azure-storage.ts';
import { toBlobCreated } from './blob-created.ts';
import { placeBlobs } from './blob-place.ts';
import type { CloudOptions, LocalCloud } from './cloud.ts';
import { startHost } from './host-process.ts';

const TOPIC = 'orders';

/**
 * Azure: a storage account's system topic and a custom topic, each with an Event Grid subscription to the function.
 * AZURE_STORAGE_CONNECTION_STRING puts a storage account, in Azure or in Azurite, in the place of the folder with the blobs.
 */
export async function startAzure(options: CloudOptions): Promise<LocalCloud> {
  const { account, url, place } = await openAccount(options.folder);
  const grid = await startEventGrid({ port: await options.port(8086, 'Event Grid') });
  const topicEndpoint = grid.topicEndpoint(TOPIC);
  const env = {
    ...place.env,
    SMTP_URL: options.smtpUrl,
    PAYMENTS_URL: options.paymentsUrl,
    EVENT_GRID_TOPIC_ENDPOINT: topicEndpoint,
    EVENT_GRID_TOPIC_KEY: grid.key,
  };
  const port = await options.port(8082, 'the azure function');
  const router = await startHost({
    script: 'hosts/azure.ts',
    what: 'azure function',
    port,
    env,
    onLine: options.onLine,
  });
  for (const topic of [account, TOPIC]) await subscribe(grid, topic, router.url, options.folder);
  return {
    name: 'azure',
    addresses: [{ what: 'function', url: router.url }, { what: 'Event Grid', url: topicEndpoint }, ...place.addresses],
    upload: async (file) => grid.publishSystemEvent(account, toBlobCreated(await place.arrive(file), url)),
    send: (event) => publish(topicEndpoint, grid.key, event),
    sweep: () => post(`${router.url}/admin/functions/sweep`, {}, {}),
    pull: place.pull,
    pending: grid.pending,
    restart: router.restart,
    close: async () => {
      await router.close();
      await grid.close();
    },
  };
}

/** The storage account: a real one, or one that is only a name for the folder. */
async function openAccount(folder: string) {
  const connection = process.env.AZURE_STORAGE_CONNECTION_STRING;
  const remote = connection ? await openAzureStorage(connection) : undefined;
  const account = remote?.account || 'waybilllocal';
  const url = remote?.url ?? `https://${account}.blob.core.windows.net`;
  return { account, url, place: await placeBlobs({ folder, what: 'Blob Storage', remote }) };
}

function subscribe(grid: EventGrid, topic: string, functionUrl: string, folder: string): Promise<void> {
  return grid.createSubscription({
    topic,
    name: 'router',
    endpoint: `${functionUrl}/runtime/webhooks/eventgrid?functionName=router`,
    deliverySchema: 'CloudEventSchemaV1_0',
    deadLetter: `${folder}/event-grid-dead-letters`,
  });
}

function publish(endpoint: string, key: string, event: CloudEvent): Promise<void> {
  const headers = { 'content-type': 'application/cloudevents+json', 'aeg-sas-key': key };
  return post(`${endpoint}?api-version=2018-01-01`, headers, event);
}

async function post(url: string, headers: Readonly<Record<string, string>>, body: object): Promise<void> {
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`);
}
