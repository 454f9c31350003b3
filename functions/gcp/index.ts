import { buffer } from 'node:stream/consumers';
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
  // Distinct, since Node joins a header that came twice into one value, which would be another id.
  const { method, headersDistinct: headers } = request;
  // Without a content type, as an unwrapped push may come, the framework leaves the body unread.
  const body = request.rawBody ?? (await buffer(request));
  response.status(await run({ method, headers, body })).end();
});
