import { app } from '@azure/functions';
import { bind } from '../../shared/delivery/bind.ts';
import { createRouter } from '../../shared/delivery/router.ts';
import { routes } from '../../shared/routes.ts';
import { ack } from './ack.ts';
import { decode } from './decode.ts';
import { decodeHub } from './decode-hub.ts';
import { createPorts } from './ports.ts';

const router = createRouter({ name: 'azure', table: routes, ports: createPorts(process.env) }, process.env);
const onEvent = bind({ decode, ack }, router);
const onBatch = bind({ decode: decodeHub, ack }, router);

app.eventGrid('router', { handler: (event: unknown) => onEvent(event, Date.now() + 28_000) });

// Bodies as bytes: left to itself the library parses what looks like JSON and drops what is empty. Its types do not know the option.
const AS_BYTES = { dataType: 'binary' };

app.eventHub('router-hub', {
  ...AS_BYTES,
  connection: 'EVENT_HUB_CONNECTION',
  eventHubName: '%EVENT_HUB_NAME%',
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
