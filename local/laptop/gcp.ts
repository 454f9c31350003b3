import type { CloudEvent } from '../../shared/schemas/cloudevent.ts';
import { toBinaryMode } from '../../shared/schemas/content-modes.ts';
import { startPubSub } from '../emulators/pubsub/server.ts';
import { type CloudOptions, foldersOf, type LocalCloud, type UploadedFile } from './cloud.ts';
import { startHost } from './host-process.ts';
import { SWEEP_EVENT } from './sweep-event.ts';

const PROJECT = 'waybill-local';
const TOPIC = `projects/${PROJECT}/topics/events`;
const SUBSCRIPTION = `projects/${PROJECT}/subscriptions/router`;

/**
 * Google Cloud: one topic, one push subscription to the function, and a bucket that notifies the topic. PUBSUB_EMULATOR_HOST puts
 * another Pub/Sub in the place of ours.
 */
export async function startGcp(options: CloudOptions): Promise<LocalCloud> {
  const other = process.env.PUBSUB_EMULATOR_HOST;
  const port = other === undefined ? await options.port(8085, 'Pub/Sub') : undefined;
  const host = other ?? `127.0.0.1:${port}`;
  const env = {
    ...foldersOf(options.folder),
    SMTP_URL: options.smtpUrl,
    PAYMENTS_URL: options.paymentsUrl,
    PUBSUB_EMULATOR_HOST: host,
    PUBSUB_TOPIC: TOPIC,
    GOOGLE_CLOUD_PROJECT: PROJECT,
    // There is no metadata server on a laptop, and looking for one leaves it.
    METADATA_SERVER_DETECTION: 'none',
  };
  const pubsub = createClient(`http://${host}/v1`);
  const [router, own] = await Promise.all([
    startHost({
      script: 'hosts/gcp.ts',
      what: 'gcp function',
      port: await options.port(8081, 'the gcp function'),
      env,
      onLine: options.onLine,
    }),
    port === undefined ? undefined : startPubSub({ port }),
  ]);
  await pubsub('PUT', TOPIC, {});
  const pushConfig = { pushEndpoint: `${router.url}/` };
  await pubsub('PUT', SUBSCRIPTION, { topic: TOPIC, pushConfig, ackDeadlineSeconds: 60 });
  // One of an earlier run pushes to where that run's function was.
  await pubsub('POST', `${SUBSCRIPTION}:modifyPushConfig`, { pushConfig });
  const publish = (message: object) => pubsub('POST', `${TOPIC}:publish`, { messages: [message] });
  return {
    name: 'gcp',
    addresses: [
      { what: 'function', url: router.url },
      { what: 'Pub/Sub', url: `http://${host}` },
    ],
    upload: (file) => publish(toNotification(file)),
    send: (event) => publish(toMessage(event)),
    sweep: () => publish(toMessage(SWEEP_EVENT)),
    pending: () => own?.pending() ?? 0,
    restart: router.restart,
    close: async () => {
      await router.close();
      await own?.close();
    },
  };
}

/** A client of Pub/Sub's REST API. What is there already, from an earlier run, is fine. */
function createClient(base: string) {
  return async (method: string, path: string, body: object): Promise<void> => {
    const response = await fetch(`${base}/${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }).catch((cause: unknown) => {
      throw new Error(`Pub/Sub at ${base} does not answer`, { cause });
    });
    if (!response.ok && response.status !== 409)
      throw new Error(`Pub/Sub, ${method} ${path}: ${response.status} ${await response.text()}`);
  };
}

/** What Cloud Storage publishes for an object (Cloud Storage documentation, "Pub/Sub notifications"). A generation is microseconds. */
function toNotification({ name, size, contentType, etag, modified }: UploadedFile) {
  const generation = String(modified / 1000n);
  const time = new Date(Number(modified / 1_000_000n)).toISOString();
  const resource = {
    kind: 'storage#object',
    id: `uploads/${name}/${generation}`,
    name,
    bucket: 'uploads',
    generation,
    metageneration: '1',
    contentType,
    timeCreated: time,
    size: String(size),
    etag,
  };
  const attributes = {
    notificationConfig: `projects/_/buckets/uploads/notificationConfigs/1`,
    eventType: 'OBJECT_FINALIZE',
    payloadFormat: 'JSON_API_V1',
    bucketId: 'uploads',
    objectId: name,
    objectGeneration: generation,
    eventTime: time,
  };
  return { data: Buffer.from(JSON.stringify(resource)).toString('base64'), attributes };
}

function toMessage(event: CloudEvent) {
  const { attributes, contentType = 'application/json', body } = toBinaryMode(event);
  const prefixed = attributes.map(([name, value]) => [`ce-${name}`, value]);
  return {
    data: body.toString('base64'),
    attributes: { ...Object.fromEntries(prefixed), 'content-type': contentType },
  };
}
