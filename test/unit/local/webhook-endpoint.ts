import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { readBody, sendJson, serve } from '../../../local/http.ts';

export type Received = { readonly method: string; readonly headers: IncomingHttpHeaders; readonly body: string };

/** What a delivery is answered with: a status, or `hang` for no answer at all. */
export type Reply = number | 'hang';

/** A webhook that agrees to every handshake, keeps each delivery, and answers the n-th (from 0) with `reply(n)`. */
export async function startEndpoint(reply: (n: number) => Reply = () => 200) {
  const deliveries: Received[] = [];
  const handshakes: Received[] = [];
  const server = await serve(async (request, response) => {
    const received = {
      method: request.method ?? '',
      headers: request.headers,
      body: (await readBody(request)).toString(),
    };
    const isHandshake = request.method === 'OPTIONS' || request.headers['aeg-event-type'] === 'SubscriptionValidation';
    if (isHandshake) {
      handshakes.push(received);
      agree(received, request, response);
    } else {
      const status = reply(deliveries.push(received) - 1);
      if (status !== 'hang') response.writeHead(status).end();
    }
  });
  return { url: `${server.url}/hook?code=secret`, deliveries, handshakes, close: server.close };
}

function agree(received: Received, request: IncomingMessage, response: ServerResponse): void {
  if (request.method === 'OPTIONS') {
    const origin = request.headers['webhook-request-origin'];
    response.writeHead(200, { 'webhook-allowed-origin': String(origin), 'webhook-allowed-rate': '*' }).end();
  } else {
    const [event] = JSON.parse(received.body);
    sendJson(response, 200, { validationResponse: event.data.validationCode });
  }
}
