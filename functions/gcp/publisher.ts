import type { PubSub, Topic } from '@google-cloud/pubsub';
import { type Env, need } from '../../shared/delivery/embedded/env.ts';
import { toPortError } from '../../shared/delivery/port-error.ts';
import type { Ports } from '../../shared/delivery/ports.ts';
import { toBinaryMode } from '../../shared/schemas/content-modes.ts';

/**
 * Publishes to the topic that PUBSUB_TOPIC names, in CloudEvents' binary mode: attributes with the prefix `ce-`, the subject as the
 * ordering key. The client and its connection are made with the first event; PUBSUB_EMULATOR_HOST leads it to an emulator.
 */
export function createPublisher(env: Env): Ports['publish'] {
  const name = need(env, 'PUBSUB_TOPIC', 'the topic for emitted events');
  let topic: Promise<Topic> | undefined;
  return async (events) => {
    try {
      topic ??= open(name);
      const ready = await topic;
      await Promise.all(events.map((event) => ready.publishMessage(toMessage(event))));
    } catch (error) {
      throw toPortError('publisher', error);
    }
  };
}

async function open(name: string): Promise<Topic> {
  const { PubSub } = await import('@google-cloud/pubsub');
  const client: PubSub = new PubSub();
  return client.topic(name, { batching: { maxMilliseconds: 5 } });
}

function toMessage(event: Parameters<typeof toBinaryMode>[0]) {
  const { attributes, contentType, body } = toBinaryMode(event);
  const prefixed = Object.fromEntries(attributes.map(([attribute, value]) => [`ce-${attribute}`, value]));
  return {
    data: Buffer.from(body),
    attributes: contentType === undefined ? prefixed : { ...prefixed, 'content-type': contentType },
  };
}
