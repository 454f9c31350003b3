import type { IncomingHttpHeaders } from 'node:http';
import { afterEach, beforeEach } from '@jest/globals';
import type { PubSubEvent } from '../../../local/emulators/pubsub/events.ts';
import { startPubSub } from '../../../local/emulators/pubsub/server.ts';
import { readBody, serve } from '../../../local/http.ts';
import { createClosers } from '../../e2e/support/closers.ts';
import { createManualClock } from '../../manual-clock.ts';
import { until } from '../../until.ts';

export type Received = {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly respond: (status: number) => void;
};

/** What tests look for in the answers, all methods in one. */
export type Body = {
  readonly messageIds: readonly string[];
  readonly receivedMessages?: readonly Pulled[];
  readonly topics: readonly object[];
  readonly subscriptions: readonly object[];
  readonly nextPageToken: string;
  readonly error?: { readonly status: string };
};

export type Pulled = {
  readonly ackId: string;
  readonly message: { readonly data: string; readonly attributes: object };
  readonly deliveryAttempt?: number;
};

export type Endpoint = Awaited<ReturnType<typeof startEndpoint>>;
export type Harness = Awaited<ReturnType<typeof startHarness>>;

/** A push endpoint that keeps what it gets. It answers with `answers(…)`, or waits for the test where that gives nothing. */
export async function startEndpoint() {
  const received: Received[] = [];
  const behaviour: { answers: (got: Received) => number | undefined } = { answers: () => 204 };
  const server = await serve(async (request, response) => {
    const body = (await readBody(request)).toString();
    const respond = (status: number) => {
      if (status === 102) response.writeProcessing();
      else response.writeHead(status).end();
    };
    const got = { path: request.url ?? '', headers: request.headers, body, respond };
    received.push(got);
    const status = behaviour.answers(got);
    if (status !== undefined) respond(status);
  });
  const count = (n: number) => until(`${n} pushes`, () => received.length >= n);
  return { url: server.url, received, behaviour, count, close: server.close };
}

/** An emulator on a clock that stands still, spoken to over REST in project `p`. */
export async function startHarness() {
  const clock = createManualClock();
  const events: PubSubEvent[] = [];
  const pubsub = await startPubSub({ clock, onEvent: (event) => events.push(event) });
  const call = (verb: string, path: string, body: unknown = {}) =>
    rest(`${pubsub.url}/v1/projects/p/${path}`, verb, body);
  const must = async (verb: string, path: string, body?: unknown) => {
    const answer = await call(verb, path, body);
    if (answer.status !== 200)
      throw new Error(`${verb} ${path} was answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  const topic = (id: string) => must('PUT', `topics/${id}`);
  const subscribe = (id: string, more: object = {}) =>
    must('PUT', `subscriptions/${id}`, { topic: 'projects/p/topics/orders', ...more });
  const publish = (...messages: object[]) => must('POST', 'topics/orders:publish', { messages });
  const pull = async (id: string, maxMessages = 100) => {
    const { receivedMessages } = await must('POST', `subscriptions/${id}:pull`, {
      maxMessages,
      returnImmediately: true,
    });
    return receivedMessages ?? [];
  };
  return { clock, events, pubsub, call, must, topic, subscribe, publish, pull };
}

/** Gives each test an endpoint and an emulator with the topic `orders`, and closes both behind it. */
export function eachWithPushes(take: (endpoint: Endpoint, emulator: Harness) => void): void {
  const closers = createClosers();
  beforeEach(async () => {
    const endpoint = closers.add(await startEndpoint());
    const emulator = await startHarness();
    closers.add(emulator.pubsub);
    await emulator.topic('orders');
    take(endpoint, emulator);
  });
  afterEach(closers.closeAll);
}

/** `text` as a message's data. */
export function data(text: string): string {
  return Buffer.from(text).toString('base64');
}

async function rest(url: string, method: string, body: unknown) {
  const bare = method === 'GET' || method === 'DELETE';
  const response = await fetch(url, { method, ...(!bare && { body: JSON.stringify(body) }) });
  return { status: response.status, body: (await response.json()) as Body }; // a test fails where the answer is not what it looks for
}
