import { parseCloudEvent } from '../../shared/schemas/cloudevent.ts';
import { parseJson } from '../../shared/schemas/json.ts';
import { describe } from '../../shared/schemas/result.ts';
import { type Listening, readBody, sendJson, serve } from '../http.ts';
import { CLOUDS } from './cloud.ts';
import type { Laptop } from './laptop.ts';

/**
 * `POST /CLOUD` with a CloudEvent in JSON publishes it on that cloud: 202, or 400 with the problem. It is what `waybill send` calls,
 * and what curl can.
 */
export function startControl(port: number, laptop: Pick<Laptop, 'send'>): Promise<Listening> {
  return serve(async (request, response) => {
    const cloud = CLOUDS.find((name) => request.url === `/${name}`);
    if (cloud === undefined)
      return sendJson(response, 404, { error: `No such cloud: expected /${CLOUDS.join(', /')}` });
    if (request.method !== 'POST')
      return sendJson(response, 405, { error: `Expected POST with a CloudEvent, got ${request.method}` });
    const parsed = parseJson(await readBody(request));
    const event = parsed.ok ? parseCloudEvent(parsed.value) : parsed;
    if (!event.ok) return sendJson(response, 400, { error: describe(event.error) });
    await laptop.send(cloud, event.value);
    sendJson(response, 202, { id: event.value.id });
  }, port);
}
