import type { Answer, Made } from '../harness.ts';

/** A call at the local Functions host: Event Grid's webhook, or the door through which a batch reaches the Event Hubs trigger. */
export type AzureCall = {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
};

/** An event as it lies in an event hub. */
export type HubEvent = {
  readonly body: Uint8Array;
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly systemProperties?: Readonly<Record<string, unknown>>;
};

const GRID = '/runtime/webhooks/eventgrid?functionName=router';
const HUB = '/runtime/webhooks/eventhub?functionName=router-hub';

let batches = 0;

export function notify(body: Uint8Array | object, contentType: string): AzureCall {
  const headers = { 'aeg-event-type': 'Notification', 'aeg-delivery-count': '0', 'content-type': contentType };
  return { path: GRID, headers, body: body instanceof Uint8Array ? body : Buffer.from(JSON.stringify(body)) };
}

/** Each batch is of a partition of its own, so that one that is held back holds back no other. */
export function batch(events: readonly HubEvent[]): AzureCall {
  const toEvent = ({ body, ...more }: HubEvent) => ({ bodyBase64: Buffer.from(body).toString('base64'), ...more });
  const body = { partitionId: String(++batches), events: events.map(toEvent) };
  return { path: HUB, headers: { 'content-type': 'application/json' }, body: Buffer.from(JSON.stringify(body)) };
}

/** What a letter keeps of an event in a hub: its body, beside its properties where these hold a part of the event. */
export function rawOf({ body, properties = {} }: HubEvent): Uint8Array {
  if (Object.keys(properties).length === 0) return body;
  return Buffer.from(JSON.stringify({ properties, bodyBase64: Buffer.from(body).toString('base64') }));
}

export function one(event: HubEvent): Made<AzureCall> {
  return { payload: batch([event]), raw: [rawOf(event)] };
}

/**
 * A return is 202 to Event Grid, and a throw 500. The Event Hubs trigger repeats a batch that threw until it returns, and says how
 * often it tried.
 */
export async function send(url: string, { path, headers, body }: AzureCall): Promise<Answer> {
  const response = await fetch(url + path, { method: 'POST', headers, body: Buffer.from(body) });
  const text = await response.text();
  if (path === GRID) return fromStatus(response.status);
  if (response.status !== 200) return { kind: 'refused', said: String(response.status) };
  const { outcome, attempts } = JSON.parse(text);
  // The checkpoint has moved on over what failed: nothing brings it again.
  if (outcome !== 'succeeded') return { kind: 'refused', said: text };
  return { kind: attempts === 1 ? 'acknowledged' : 'again', said: text };
}

function fromStatus(status: number): Answer {
  const said = String(status);
  if (status === 202) return { kind: 'acknowledged', said };
  return { kind: status === 500 ? 'again' : 'refused', said };
}
