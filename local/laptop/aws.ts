import { createClock } from '../clock.ts';
import { invokeThroughSdk } from '../emulators/event-source-mapping/invoke-through-sdk.ts';
import { startKafkaMapping } from '../emulators/event-source-mapping/kafka-mapping.ts';
import { createLog } from '../emulators/event-source-mapping/log.ts';
import { type CloudOptions, foldersOf, type LocalCloud, type UploadedFile } from './cloud.ts';
import { startHost } from './host-process.ts';

const TOPIC = 'orders';

export async function startAws(options: CloudOptions): Promise<LocalCloud> {
  const clock = createClock();
  const env = {
    ...foldersOf(options.folder),
    SMTP_URL: options.smtpUrl,
    EVENTS_ROOT: `${options.folder}/events`,
    WAYBILL_PARTIAL_BATCH: 'aws:sqs,aws:kafka',
  };
  const router = await startHost({
    cloud: 'aws',
    port: await options.port(8083, 'the aws function'),
    env,
    onLine: options.onLine,
  });
  const invoke = invokeThroughSdk(router.url, 'router');
  const log = createLog({ clock });
  log.createTopic(TOPIC);
  const kafka = startKafkaMapping({ log, topic: TOPIC, invoke, clock, functionName: 'router' });
  return {
    name: 'aws',
    addresses: [{ what: 'function', url: router.url }],
    upload: async (file) => {
      await invoke(JSON.stringify(toNotification(file)));
    },
    send: async (event) => {
      log.produce(TOPIC, {
        key: event.subject ?? event.id,
        value: JSON.stringify(event),
        headers: [['content-type', 'application/cloudevents+json']],
      });
    },
    pending: () => kafka.pending(),
    restart: router.restart,
    close: async () => {
      kafka.close();
      await router.close();
    },
  };
}

/** What S3 tells of an object (S3 documentation, "Event message structure"), its key form-encoded. */
function toNotification({ name, size, etag, modified }: UploadedFile) {
  const object = {
    key: encodeURIComponent(name).replaceAll('%20', '+').replaceAll('%2F', '/'),
    size,
    eTag: etag,
    sequencer: modified.toString(16).toUpperCase().padStart(18, '0'),
  };
  const s3 = {
    s3SchemaVersion: '1.0',
    configurationId: 'uploads',
    bucket: { name: 'uploads', arn: 'arn:aws:s3:::uploads' },
    object,
  };
  const eventTime = new Date(Number(modified / 1_000_000n)).toISOString();
  return {
    Records: [
      {
        eventVersion: '2.1',
        eventSource: 'aws:s3',
        awsRegion: 'us-east-1',
        eventTime,
        eventName: 'ObjectCreated:Put',
        s3,
      },
    ],
  };
}
