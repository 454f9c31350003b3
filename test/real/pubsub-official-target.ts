import { PubSub as Client } from '@google-cloud/pubsub';
import { type Body, type Pulled, type Received, startEndpoint } from '../unit/local/pubsub-harness.ts';
import { until } from '../until.ts';

/** One of the emulators that are compared, in a project of its own. */
export type Target = Awaited<ReturnType<typeof createTarget>>;

/** Talks to the emulator at `host` over REST and through Google's client, and has an endpoint for it to push to. */
export async function createTarget(host: string, projectId: string) {
  const endpoint = await startEndpoint();
  const client = new Client({ projectId, apiEndpoint: host, emulatorMode: true });
  const call = (verb: string, path: string, body?: object) =>
    rest(`http://${host}/v1/projects/${projectId}/${path}`, verb, body);
  const must = async (verb: string, path: string, body?: object) => {
    const answer = await call(verb, path, body);
    if (answer.status !== 200)
      throw new Error(`${verb} ${path} was answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  const name = (path: string) => `projects/${projectId}/${path}`;
  const publish = (...messages: object[]) => must('POST', 'topics/orders:publish', { messages });
  const pull = (id: string) => until(`something to pull from ${id}`, () => pullOnce(must, id));
  const subscribe = (id: string, more: object = {}) =>
    must('PUT', `subscriptions/${id}`, { topic: name('topics/orders'), ...more });
  const pushTo = (more: object = {}) => ({ pushConfig: { pushEndpoint: endpoint.url, ...more } });
  const close = async () => {
    await client.close();
    await endpoint.close();
  };
  await must('PUT', 'topics/orders', {});
  return { call, must, name, client, endpoint, publish, pull, subscribe, pushTo, close };
}

/** The text of a wrapped push. */
export function textOf({ body }: Received): string {
  return Buffer.from(JSON.parse(body).message.data, 'base64').toString();
}

/** The keys of a JSON value with the kind of each one's value. */
export function shape(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return typeof value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shape(inner)]));
}

async function pullOnce(
  must: (verb: string, path: string, body: object) => Promise<Body>,
  id: string,
): Promise<readonly Pulled[] | undefined> {
  const { receivedMessages } = await must('POST', `subscriptions/${id}:pull`, {
    maxMessages: 10,
    returnImmediately: true,
  });
  return receivedMessages;
}

async function rest(url: string, method: string, body?: object) {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(url, { method, headers, ...(body && { body: JSON.stringify(body) }) });
  return { status: response.status, body: (await response.json()) as Body }; // a test fails where the answer is not what it looks for
}
