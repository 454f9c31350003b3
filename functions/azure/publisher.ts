import type { EventGridPublisherClient } from '@azure/eventgrid';
import { type Env, need } from '../../shared/delivery/embedded/env.ts';
import { toPortError } from '../../shared/delivery/port-error.ts';
import type { Ports } from '../../shared/delivery/ports.ts';
import type { CloudEvent } from '../../shared/schemas/cloudevent.ts';

type Client = EventGridPublisherClient<'CloudEvent'>;

/**
 * Publishes to the custom topic at EVENT_GRID_TOPIC_ENDPOINT with EVENT_GRID_TOPIC_KEY, in the CloudEvents schema. One call is one
 * batch, taken or refused as a whole. The client is made with the first event.
 */
export function createPublisher(env: Env): Ports['publish'] {
  const endpoint = need(env, 'EVENT_GRID_TOPIC_ENDPOINT', 'the endpoint of the custom topic for emitted events');
  const key = need(env, 'EVENT_GRID_TOPIC_KEY', 'an access key of that topic');
  let client: Promise<Client> | undefined;
  return async (events) => {
    try {
      client ??= open(endpoint, key);
      await (await client).send(events.map(toSdkEvent));
    } catch (error) {
      throw toPortError('publisher', error);
    }
  };
}

async function open(endpoint: string, key: string): Promise<Client> {
  const { AzureKeyCredential, EventGridPublisherClient } = await import('@azure/eventgrid');
  // The client speaks plain HTTP only when told: that is for an emulator on the same machine.
  const allowInsecureConnection = endpoint.startsWith('http://127.0.0.1');
  return new EventGridPublisherClient(endpoint, 'CloudEvent', new AzureKeyCredential(key), { allowInsecureConnection });
}

/** The client takes extensions apart from the rest, a Date for the time, and bytes in place of `data_base64`. */
function toSdkEvent({
  specversion: _,
  id,
  source,
  type,
  subject,
  time,
  datacontenttype,
  dataschema,
  data,
  data_base64,
  ...extensions
}: CloudEvent) {
  return {
    id,
    source,
    type,
    ...(subject === undefined ? {} : { subject }),
    ...(time === undefined ? {} : { time: new Date(time) }),
    ...(dataschema === undefined ? {} : { dataschema }),
    ...(data_base64 === undefined ? {} : { data: Buffer.from(data_base64, 'base64') }),
    ...(data === undefined ? {} : { data }),
    datacontenttype: datacontenttype ?? 'application/json',
    extensionAttributes: extensions,
  };
}
