import { type IncomingMessage, request } from 'node:http';
import type { Answer, Made } from '../harness.ts';

/** An HTTP request as Pub/Sub or Eventarc sends it; a list is a header that comes more than once. */
export type GcpRequest = {
  readonly method: string;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: Uint8Array;
};

export function post(headers: GcpRequest['headers'], body: Uint8Array | object): Made<GcpRequest> {
  const bytes = body instanceof Uint8Array ? body : Buffer.from(JSON.stringify(body));
  return { payload: { method: 'POST', headers, body: bytes }, raw: [rawOf(headers, bytes)] };
}

/** What a letter keeps of a request: the body, after the headers that hold a part of the event where there are any. */
function rawOf(headers: GcpRequest['headers'], body: Uint8Array): Uint8Array {
  const isPart = (name: string) => /^(ce-|x-goog-pubsub-|bucketid|event|object|payloadformat)/.test(name);
  const all = Object.entries(headers).flatMap(([name, value]) => [value].flat().map((one) => ({ name, one })));
  if (!all.some(({ name }) => isPart(name))) return body;
  const kept = all.filter(({ name }) => isPart(name) || name === 'content-type');
  const head = kept.map(({ name, one }) => `${name}: ${one}\r\n`).join('');
  return Buffer.concat([Buffer.from(`${head}\r\n`, 'latin1'), body]);
}

/** Pub/Sub takes 102, 200, 201, 202 and 204 for an acknowledgement; 503 and 429 are what the adapter says "again" with. */
export async function send(url: string, { method, headers, body }: GcpRequest): Promise<Answer> {
  const status = await call(url, { method, headers, body });
  const said = String(status);
  if ([200, 201, 202, 204].includes(status)) return { kind: 'acknowledged', said };
  return { kind: status === 503 || status === 429 ? 'again' : 'refused', said };
}

/** Not `fetch`, which cannot repeat a header and invents a content type. */
function call(url: string, { method, headers, body }: GcpRequest): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      { method, headers: Object.fromEntries(Object.entries(headers).map(copied)) },
      (response) => resolve(statusOf(response)),
    );
    sent.once('error', reject).end(body);
  });
}

function copied([name, value]: [string, string | readonly string[]]): [string, string | string[]] {
  return [name, typeof value === 'string' ? value : [...value]];
}

function statusOf(response: IncomingMessage): number {
  response.resume();
  return response.statusCode ?? 0;
}
