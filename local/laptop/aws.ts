import type { CloudEvent } from '../../shared/schemas/cloudevent.ts';
import { createClock } from '../clock.ts';
import { startAws as startEndpoint } from '../emulators/aws.ts';
import { createEventBridge, type EventBridge } from '../emulators/event-bridge/event-bridge.ts';
import { invokeLambdaAsync } from '../emulators/event-bridge/invoke-lambda-async.ts';
import { invokeThroughSdk } from '../emulators/event-source-mapping/invoke-through-sdk.ts';
import { startKafkaMapping } from '../emulators/event-source-mapping/kafka-mapping.ts';
import { createLog } from '../emulators/event-source-mapping/log.ts';
import { createLogApi } from '../emulators/event-source-mapping/log-http.ts';
import { startSqsMapping } from '../emulators/event-source-mapping/sqs-mapping.ts';
import { createQueue, type Queue } from '../emulators/sqs/queue.ts';
import { serve } from '../http.ts';
import { placeBlobs } from './blob-place.ts';
import type { CloudOptions, LocalCloud } from './cloud.ts';
import { startHost } from './host-process.ts';
import { placeKafka } from './kafka-place.ts';
import { matchesPattern } from './matches-pattern.ts';
import { toS3Notification } from './s3-notification.ts';
import { openS3Storage, s3EndpointFrom } from './s3-storage.ts';
import { SWEEP_EVENT } from './sweep-event.ts';

const BUS = 'waybill';

/**
 * AWS: a bucket that notifies a queue, a Kafka topic, and a bus for what the function emits that fills another queue, each with its
 * mapping to the function. Orders come over Kafka, and everything reaches the function through the Lambda API alone.
 */
export async function startAws(options: CloudOptions): Promise<LocalCloud> {
  const clock = createClock();
  const functionPort = await options.port(8083, 'the aws function');
  const functionUrl = `http://127.0.0.1:${functionPort}`;
  const [uploads, events] = [createQueue({ name: 'uploads', clock }), createQueue({ name: 'events', clock })];
  const bridge = createEventBridge({ clock, matches: matchesPattern });
  const invokeAsync = invokeLambdaAsync(functionUrl, 'router');
  routeBus(bridge, events);
  const port = await options.port(4566, 'the AWS endpoint');
  const endpoint = await startEndpoint({
    port,
    clock,
    lambda: { url: functionUrl },
    queues: [uploads, events],
    eventBridge: { bridge },
  });
  const s3 = s3EndpointFrom(process.env);
  const remote = s3 === undefined ? undefined : await openS3Storage(s3);
  const blobs = await placeBlobs({ folder: options.folder, what: 'S3', remote });
  const log = createLog({ clock });
  const kafka = await placeKafka(log, options.onLine);
  const env = { ...toEnv(options, endpoint.url), ...blobs.env, ...kafka.env };
  const router = await startHost({
    script: 'hosts/aws.ts',
    what: 'aws function',
    port: functionPort,
    env,
    onLine: options.onLine,
  });
  const rest = await serve(createLogApi(log), await options.port(8087, 'the Kafka REST proxy'));
  const invoke = invokeThroughSdk(endpoint.url, 'router');
  const partial = ['ReportBatchItemFailures'] as const;
  const mappings = [
    ...[uploads, events].map((queue) =>
      startSqsMapping({ queue, invoke, clock, config: { FunctionResponseTypes: partial } }),
    ),
    startKafkaMapping({
      log,
      topic: kafka.topic,
      invoke,
      clock,
      config: { ProvisionedPollerConfig: {}, FunctionResponseTypes: partial },
    }),
  ];
  return {
    name: 'aws',
    addresses: [
      { what: 'function', url: router.url },
      { what: 'AWS endpoint', url: endpoint.url },
      ...blobs.addresses,
      // The embedded log's own face would write past the real brokers.
      ...(kafka.addresses.length > 0
        ? kafka.addresses
        : [{ what: 'Kafka REST', url: `${rest.url}/topics/${kafka.topic}` }]),
    ],
    upload: async (file) => void uploads.send({ body: JSON.stringify(toS3Notification(await blobs.arrive(file))) }),
    pull: blobs.pull,
    send: (event) => kafka.produce(toRecord(event)),
    // The target's constant input, as it stands in the schedule.
    sweep: () => invokeAsync(JSON.stringify(SWEEP_EVENT)),
    pending: () => mappings.reduce((sum, mapping) => sum + mapping.pending(), bridge.pending()),
    restart: router.restart,
    close: async () => {
      for (const part of [...mappings, uploads, events, bridge]) part.close();
      await router.close();
      await kafka.close();
      await Promise.all([endpoint.close(), rest.close()]);
    },
  };
}

function toEnv({ smtpUrl, paymentsUrl }: CloudOptions, endpoint: string) {
  return {
    SMTP_URL: smtpUrl,
    PAYMENTS_URL: paymentsUrl,
    EVENT_BUS_NAME: BUS,
    WAYBILL_PARTIAL_BATCH: 'aws:sqs,aws:kafka',
    AWS_ENDPOINT_URL_EVENTBRIDGE: endpoint,
    // A profile of the user's would go before the keys, and may ask a service outside.
    AWS_PROFILE: '',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_REGION: 'us-east-1',
  };
}

/** Every CloudEvent on the bus goes to a queue, which keeps it for longer than an asynchronous call of the function would. */
function routeBus(bridge: EventBridge, queue: Queue): void {
  bridge.createBus(BUS);
  bridge.putRule({
    name: 'router',
    eventBusName: BUS,
    eventPattern: { detail: { specversion: ['1.0'] } },
    targets: [{ id: 'router', invokeAsync: async (event) => void queue.send({ body: event }) }],
  });
}

function toRecord(event: CloudEvent) {
  return {
    key: event.subject ?? event.id,
    value: JSON.stringify(event),
    headers: [['content-type', 'application/cloudevents+json']] as const,
  };
}
