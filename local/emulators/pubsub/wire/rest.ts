import type { IncomingMessage } from 'node:http';
import { type Handle, readBody, sendJson } from '../../../http.ts';
import type { Methods } from '../api/methods.ts';
import { Refusal, toHttpError } from '../refusal.ts';
import type { PubSubProto, Service } from './proto.ts';
import { fromJson, toJson } from './proto-json.ts';
import { type Route, toRoutes } from './rest-routes.ts';

type Call = {
  readonly route: Route;
  readonly method: Methods[string] | undefined;
  readonly resource: string;
  readonly query: URLSearchParams;
};

/** The services over HTTP and JSON, as the REST reference of the Pub/Sub API has them. */
export function restHandler(types: PubSubProto['types'], services: readonly (readonly [Service, Methods])[]): Handle {
  const routes = services.flatMap(([service, methods]) =>
    toRoutes(service).map((route) => ({ route, method: methods[route.name] })),
  );
  return async (request, response) => {
    const gone = new AbortController();
    response.on('close', () => gone.abort());
    try {
      const call = find(routes, request);
      const { route, method } = call;
      if (!method) throw new Refusal('UNIMPLEMENTED', `Method ${route.name} is unimplemented`);
      const message = fromJson(types, route.request, await readJson(call, request));
      sendJson(response, 200, toJson(types, route.response, await method(message, gone.signal)));
    } catch (error) {
      const { status, body } = toHttpError(error);
      sendJson(response, status, body);
    }
  };
}

function find(routes: readonly Pick<Call, 'route' | 'method'>[], request: IncomingMessage): Call {
  const { pathname, searchParams: query } = new URL(request.url ?? '/', 'http://localhost');
  const path = decode(pathname);
  for (const { route, method } of routes) {
    const resource = route.verb === request.method ? route.path.exec(path)?.[1] : undefined;
    if (resource !== undefined) return { route, method, resource, query };
  }
  throw new Refusal('NOT_FOUND', `There is no ${request.method} ${path}`);
}

/** The request's fields: from the body, or from the query where there can be none; what the path says comes on top. */
async function readJson({ route, resource, query }: Call, request: IncomingMessage): Promise<object> {
  const bare = route.verb === 'GET' || route.verb === 'DELETE';
  const known = [...query].filter(([name]) => route.request.field.some((field) => field.name === name));
  const given: unknown = bare ? Object.fromEntries(known) : parse(await readBody(request));
  if (typeof given !== 'object' || given === null)
    throw new Refusal('INVALID_ARGUMENT', 'Invalid JSON payload: no object');
  return withVariable(given, route.variable, resource);
}

function withVariable(given: object, [field = '', ...rest]: readonly string[], value: string): object {
  if (rest.length === 0) return { ...given, [field]: value };
  const inner: unknown = Reflect.get(given, field);
  return { ...given, [field]: withVariable(typeof inner === 'object' && inner ? inner : {}, rest, value) };
}

function parse(body: Buffer): unknown {
  if (body.length === 0) return {};
  try {
    return JSON.parse(body.toString());
  } catch (cause) {
    throw new Refusal('INVALID_ARGUMENT', `Invalid JSON payload: ${cause instanceof Error ? cause.message : cause}`);
  }
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    throw new Refusal('INVALID_ARGUMENT', `Invalid path: ${path}`);
  }
}
