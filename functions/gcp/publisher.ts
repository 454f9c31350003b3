import type { Topic } from '@google-cloud/pubsub';
import { type Env, need } from '../../shared/delivery/embedded/env.ts';
import { patience } from '../../shared/delivery/patience.ts';
import type { Ports } from '../../shared/delivery/ports.ts';
import { createPublishPort, type Send } from '../../shared/delivery/publish-port.ts';
import type { CloudEvent } from '../../shared/schemas/cloudevent.ts';
import { toBinaryMode } from '../../shared/schemas/content-modes.ts';

/**
 * Publishes to the topic that PUBSUB_TOPIC names, in CloudEvents' binary mode: attributes with the prefix `ce-`. The subject is the
 * ordering key, so that a subscription with message ordering keeps the order of one subject. The client and its connection are made
 * with the first event; PUBSUB_EMULATOR_HOST leads it to an emulator.
 */
export function createPublisher(env: Env): Ports['publish'] {
  const name = need(env, 'PUBSUB_TOPIC', 'the topic for emitted events');
  return createPublishPort(
    () => open(name),
    (error) => (Reflect.get(error, 'code') === INVALID_ARGUMENT ? 'refused' : 'unavailable'),
  );
}

/** gRPC's status for what no retry helps: too large, an attribute too long (Pub/Sub documentation, "Quotas and limits"). */
const INVALID_ARGUMENT = 3;

async function open(name: string): Promise<Send> {
  const { PubSub } = await import('@google-cloud/pubsub');
  const topic = new PubSub().topic(name, {
    messageOrdering: true,
    // What is published together goes together; nothing waits for more.
    batching: { maxMilliseconds: 0 },
    gaxOpts: { timeout: patience.answer, maxRetries: patience.tries },
  });
  return async (events) => {
    await Promise.all(events.map((event) => publish(topic, event)));
  };
}

async function publish(topic: Topic, event: CloudEvent): Promise<void> {
  try {
    await topic.publishMessage(toMessage(event));
  } catch (error) {
    // A failure holds the later messages of its key until it is told that they may go; ours come again anyway, and in their order.
    if (event.subject !== undefined) topic.resumePublishing(event.subject);
    throw error;
  }
}

function toMessage(event: CloudEvent) {
  const { attributes, contentType, body } = toBinaryMode(event);
  const prefixed = Object.fromEntries(attributes.map(([attribute, value]) => [`ce-${attribute}`, value]));
  return {
    data: Buffer.from(body),
    attributes: contentType === undefined ? prefixed : { ...prefixed, 'content-type': contentType },
    ...(event.subject !== undefined && { orderingKey: event.subject }),
  };
}
