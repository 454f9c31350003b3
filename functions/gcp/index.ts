import { buffer } from 'node:stream/consumers';
import { type HttpFunction, http } from '@google-cloud/functions-framework';
import { bind, type Call } from '../../shared/delivery/bind.ts';
import { bindDeadLetters } from '../../shared/delivery/give-up.ts';
import { createRouter } from '../../shared/delivery/router.ts';
import { routes } from '../../shared/routes.ts';
import { ack } from './ack.ts';
import { decodeDeadLetters } from './dead-letters.ts';
import { decode, type Payload } from './decode.ts';
import { createEnding } from './ending.ts';
import { createPorts } from './ports.ts';

const router = createRouter({ name: 'gcp', table: routes, ports: createPorts(process.env) }, process.env);

const { signal, track } = createEnding();

function toHttp(run: (payload: Payload, call: Call) => Promise<number>): HttpFunction {
  return async (request, response) => {
    track(response);
    // Distinct, since Node joins a header that came twice into one value, which would be another id.
    const { method, headersDistinct: headers } = request;
    // Without a content type, as an unwrapped push may come, the framework leaves the body unread.
    const body = request.rawBody ?? (await buffer(request));
    response.status(await run({ method, headers, body }, { signal })).end();
  };
}

http('router', toHttp(bind({ decode, ack }, router)));
http('dead-letters', toHttp(bindDeadLetters({ decode: decodeDeadLetters, ack }, router)));
