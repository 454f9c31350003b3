import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../../clock.ts';
import { type Handle, readBody, sendJson } from '../../http.ts';
import { authorize } from './authorize.ts';
import type { Grid } from './grid.ts';
import { fromArm, toArm } from './management.ts';
import { parsePublished } from './parse-published.ts';
import { Refusal, toErrorBody } from './refusal.ts';
import { toTopicId } from './resource-id.ts';
import { checkName } from './subscription.ts';

type Access = { readonly key: string; readonly clock: Clock };

/** `POST /{topic}/api/events` for publishers, `/{topic}/eventSubscriptions[/{name}]` for management. */
export function createHandler(grid: Grid, access: Access): Handle {
  return async (request, response) => {
    try {
      await route(grid, access, request, response);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      sendJson(response, error.status, toErrorBody(error));
    }
  };
}

async function route(grid: Grid, access: Access, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost');
  const [topic = '', ...rest] = pathname.slice(1).split('/');
  const [kind, name] = rest;
  if (rest.join('/') === 'api/events') return publish(grid, access, { topic, pathname, request, response });
  if (kind === 'eventSubscriptions' && rest.length === 1) return list(grid, topic, request, response);
  if (kind === 'eventSubscriptions' && name && rest.length === 2)
    return manage(grid, { topic, name, request, response });
  throw new Refusal(404, 'NotFound', `There is nothing at ${pathname}.`);
}

type PublishCall = { topic: string; pathname: string; request: IncomingMessage; response: ServerResponse };

async function publish(grid: Grid, { key, clock }: Access, { topic, pathname, request, response }: PublishCall) {
  allow(request, ['POST']);
  const body = await readBody(request);
  authorize(request.headers, { key, path: pathname, now: clock.now() });
  checkName('topic', topic);
  grid.publish(topic, parsePublished(body, request.headers['content-type'] ?? '', toTopicId(topic)));
  response.writeHead(200).end();
}

async function list(grid: Grid, topic: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  allow(request, ['GET']);
  sendJson(response, 200, { value: grid.subscriptions(topic).map(toArm) });
}

type ManageCall = { topic: string; name: string; request: IncomingMessage; response: ServerResponse };

async function manage(grid: Grid, { topic, name, request, response }: ManageCall): Promise<void> {
  allow(request, ['GET', 'PUT', 'DELETE']);
  const find = () =>
    grid.subscriptions(topic).find((subscription) => subscription.name.toLowerCase() === name.toLowerCase());
  if (request.method === 'PUT') await grid.createSubscription(fromArm(topic, name, await readJson(request)));
  const found = find();
  if (!found) throw new Refusal(404, 'ResourceNotFound', `Topic ${topic} has no event subscription ${name}.`);
  if (request.method === 'DELETE') grid.deleteSubscription(topic, name);
  sendJson(response, request.method === 'PUT' ? 201 : 200, toArm(found));
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  try {
    return JSON.parse((await readBody(request)).toString());
  } catch (error) {
    throw new Refusal(400, 'InvalidRequestContent', `The body is not JSON: ${String(error)}`);
  }
}

function allow(request: IncomingMessage, methods: readonly string[]): void {
  if (methods.includes(request.method ?? '')) return;
  throw new Refusal(405, 'MethodNotAllowed', `${methods.join(', ')} is taken here, got ${request.method}.`);
}
