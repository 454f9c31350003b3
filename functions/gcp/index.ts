import { http } from '@google-cloud/functions-framework';
import { bind } from '../../shared/delivery/bind.ts';
import { createRouter } from '../../shared/delivery/router.ts';
import { routes } from '../../shared/routes.ts';
import { ack } from './ack.ts';
import { decode } from './decode.ts';
import { createPorts } from './ports.ts';

const router = createRouter({ name: 'gcp', table: routes, ports: createPorts(process.env) }, process.env);
const run = bind({ decode, ack }, router);

http('router', async (request, response) => {
  const { method, headers, rawBody: body = Buffer.alloc(0) } = request;
  response.status(await run({ method, headers, body })).end();
});
