import { randomUUID } from 'node:crypto';
import { isRecord } from './is-record.ts';
import { Refusal } from './refusal.ts';
import type { Answer, Outgoing } from './send.ts';
import type { Subscription } from './subscription.ts';

export const ORIGIN = 'eventgrid.azure.net';

type Context = {
  readonly topicId: string;
  readonly now: number;
  readonly send: (request: Outgoing) => Promise<Answer>;
};

/**
 * Asks the endpoint whether it wants this subscription: with a validation event in the Event Grid schema, with OPTIONS
 * in the CloudEvents schema ("Endpoint validation with Event Grid event schema" and "… with CloudEvents schema").
 * Rejects with a `Refusal` that says what was expected and what came.
 */
export async function shakeHands(subscription: Subscription, context: Context): Promise<void> {
  const reason =
    subscription.deliverySchema === 'EventGridSchema'
      ? await validateByEvent(subscription, context)
      : await validateByOptions(subscription, context);
  if (!reason) return;
  throw new Refusal(
    400,
    'Url validation',
    `Webhook validation handshake failed for ${toShown(subscription.endpoint)}: ${reason}`,
  );
}

/** The endpoint without its query string, which may hold a key. */
export function toShown(endpoint: string): string {
  return endpoint.replace(/\?.*$/s, '');
}

async function validateByEvent(
  subscription: Subscription,
  { topicId, now, send }: Context,
): Promise<string | undefined> {
  const code = randomUUID();
  const answer = await send({
    method: 'POST',
    url: subscription.endpoint,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'aeg-event-type': 'SubscriptionValidation',
      'aeg-subscription-name': subscription.name.toUpperCase(),
    },
    body: JSON.stringify([toValidationEvent(code, { topicId, now })]),
  });
  if (answer.kind === 'none') return answer.outcome;
  if (answer.status !== 200) return `expected status 200, got ${answer.status}`;
  const validationResponse = readValidationResponse(answer.body);
  if (validationResponse === code) return undefined;
  return `expected {"validationResponse": the code that was sent}, got ${validationResponse ?? 'a body without it'}`;
}

function toValidationEvent(validationCode: string, { topicId, now }: { topicId: string; now: number }) {
  return {
    id: randomUUID(),
    topic: topicId,
    subject: '',
    data: { validationCode },
    eventType: 'Microsoft.EventGrid.SubscriptionValidationEvent',
    eventTime: new Date(now).toISOString(),
    metadataVersion: '1',
    dataVersion: '2',
  };
}

function readValidationResponse(body: string): string | undefined {
  try {
    const json: unknown = JSON.parse(body);
    return isRecord(json) && typeof json.validationResponse === 'string' ? json.validationResponse : undefined;
  } catch {
    return undefined; // not JSON, so there is no response in it
  }
}

async function validateByOptions(subscription: Subscription, { send }: Context): Promise<string | undefined> {
  const answer = await send({
    method: 'OPTIONS',
    url: subscription.endpoint,
    headers: { 'webhook-request-origin': ORIGIN },
  });
  if (answer.kind === 'none') return answer.outcome;
  if (answer.status < 200 || answer.status > 299) return `expected a success status for OPTIONS, got ${answer.status}`;
  const allowed = answer.headers.get('webhook-allowed-origin');
  if (allowed === '*' || allowed?.toLowerCase() === ORIGIN) return undefined;
  return `expected WebHook-Allowed-Origin ${ORIGIN} or *, got ${allowed ?? 'none'}`;
}
