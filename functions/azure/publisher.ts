import { type Env, need } from '../../shared/delivery/embedded/env.ts';
import { patience } from '../../shared/delivery/patience.ts';
import { kindOfStatus } from '../../shared/delivery/port-error.ts';
import type { Ports } from '../../shared/delivery/ports.ts';
import { createPublishPort, type Send } from '../../shared/delivery/publish-port.ts';
import { createCredential } from './credential.ts';
import { statusOf } from './status-of.ts';

/**
 * Publishes to the custom topic at EVENT_GRID_TOPIC_ENDPOINT, with EVENT_GRID_TOPIC_KEY or else as the identity, in the CloudEvents
 * schema. One call is one batch, taken or refused as a whole. The client is made with the first event.
 */
export function createPublisher(env: Env): Ports['publish'] {
  const endpoint = need(env, 'EVENT_GRID_TOPIC_ENDPOINT', 'the endpoint of the custom topic for emitted events');
  const key = keyOf(env, endpoint);
  return createPublishPort(
    () => open(endpoint, key, env),
    (error) => kindOfStatus(statusOf(error)),
  );
}

/** An identity's token goes over TLS alone. */
function keyOf(env: Env, endpoint: string): string | undefined {
  if (!endpoint.startsWith('https:'))
    return need(env, 'EVENT_GRID_TOPIC_KEY', 'an access key of the topic, or an endpoint of https:, for the identity');
  return env.EVENT_GRID_TOPIC_KEY === '' ? undefined : env.EVENT_GRID_TOPIC_KEY;
}

/** The client's own form for CloudEvents rounds the time, and makes up a time and a media type where there is none. */
const asCloudEvents = {
  customHeaders: { 'content-type': 'application/cloudevents-batch+json; charset=utf-8' },
};

async function open(endpoint: string, key: string | undefined, env: Env): Promise<Send> {
  const { AzureKeyCredential, EventGridPublisherClient } = await import('@azure/eventgrid');
  const credential = key === undefined ? createCredential(env) : new AzureKeyCredential(key);
  const client = new EventGridPublisherClient(endpoint, 'Custom', credential, {
    // The client speaks plain HTTP only when told: that is for an emulator on the same machine.
    allowInsecureConnection: ['127.0.0.1', 'localhost'].includes(new URL(endpoint).hostname),
    retryOptions: { maxRetries: patience.tries - 1, retryDelayInMs: patience.pause },
  });
  return (events, abortSignal) => client.send([...events], { abortSignal, requestOptions: asCloudEvents });
}
