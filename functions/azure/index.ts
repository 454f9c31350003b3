import { app } from '@azure/functions';
import { bind } from '../../shared/delivery/bind.ts';
import { bindDeadLetters } from '../../shared/delivery/give-up.ts';
import { createRouter } from '../../shared/delivery/router.ts';
import { toSweepEvent } from '../../shared/delivery/sweep.ts';
import { routes } from '../../shared/routes.ts';
import { ack } from './ack.ts';
import { decodeDeadLetters, readDeadLetters } from './dead-letters.ts';
import { decode } from './decode.ts';
import { decodeHub } from './decode-hub.ts';
import { createPorts } from './ports.ts';

// Event Grid waits 30 s for an answer (Event Grid documentation, "Event delivery and retry").
const ports = createPorts(process.env);
const router = createRouter({ name: 'azure', table: routes, ports, timeLimit: '28s' }, process.env);
const onEvent = bind({ decode, ack }, router);
const onBatch = bind({ decode: decodeHub, ack }, router);
const file = bindDeadLetters({ decode: decodeDeadLetters, ack }, router);

app.eventGrid('router', { handler: (event: unknown) => onEvent(event) });

/** Events of the container to which Event Grid dead-letters. */
app.eventGrid('dead-letters', { handler: async (event: unknown) => file(await readDeadLetters(ports.blobs, event)) });

/** Every minute, for what is due. */
app.timer('sweep', { schedule: '0 * * * * *', handler: () => onEvent(toSweepEvent(Date.now())) });

// Bodies as bytes: left to itself the library parses what looks like JSON and drops what is empty. Its types do not know the option.
const AS_BYTES = { dataType: 'binary' };

// Only where there is a hub: without one, the host would find nothing that `%EVENT_HUB_NAME%` stands for.
if (process.env.EVENT_HUB_NAME) {
  app.eventHub('router-hub', {
    ...AS_BYTES,
    connection: 'EVENT_HUB_CONNECTION',
    eventHubName: '%EVENT_HUB_NAME%',
    consumerGroup: process.env.EVENT_HUB_CONSUMER_GROUP || '$Default',
    cardinality: 'many',
    // Without it the checkpoint moves on over what failed (Azure Functions documentation, "Error handling and retries").
    retry: {
      strategy: 'exponentialBackoff',
      maxRetryCount: -1,
      minimumInterval: { seconds: 1 },
      maximumInterval: { minutes: 1 },
    },
    handler: (messages: unknown, { triggerMetadata: metadata }) => onBatch({ messages, metadata }),
  });
}
