import { type Env, need } from '../../../shared/delivery/embedded/env.ts';
import { patience } from '../../../shared/delivery/patience.ts';
import { messageOf, PortError } from '../../../shared/delivery/port-error.ts';
import type { Ports } from '../../../shared/delivery/ports.ts';
import { createPublishPort, type Send } from '../../../shared/delivery/publish-port.ts';
import type { CloudEvent } from '../../../shared/schemas/cloudevent.ts';

/**
 * Publishes to the topic that KAFKA_TOPIC names on the brokers of KAFKA_BROKERS (`host:port,host:port`), in CloudEvents' structured
 * mode, acknowledged by all in-sync replicas; the key is the subject, so that one subject keeps its order.
 */
export function createKafkaPublisher(env: Env): Ports['publish'] {
  const brokers = need(env, 'KAFKA_BROKERS', 'brokers such as localhost:9092').split(',');
  const topic = need(env, 'KAFKA_TOPIC', 'the topic for emitted events');
  return createPublishPort(() => open(brokers, topic));
}

async function open(bootstrapBrokers: string[], topic: string): Promise<Send> {
  const { Producer, stringSerializers } = await import('@platformatic/kafka');
  const producer = new Producer({
    clientId: 'waybill',
    bootstrapBrokers,
    serializers: stringSerializers,
    connectTimeout: patience.connect,
    requestTimeout: patience.answer,
    retries: patience.tries - 1,
    retryDelay: patience.pause,
  });
  return async (events) => {
    const messages = events.map((event) => toMessage(topic, event));
    await producer.send({ messages, acks: -1 }).catch(fail);
  };
}

function toMessage(topic: string, event: CloudEvent) {
  return {
    topic,
    key: event.subject ?? event.id,
    value: JSON.stringify(event),
    headers: { 'content-type': 'application/cloudevents+json' },
  };
}

function fail(cause: object): never {
  const inner = leaves(cause);
  const kind = inner.some((leaf) => TOO_LARGE.has(Reflect.get(leaf, 'apiId'))) ? 'refused' : 'unavailable';
  const message = [...new Set(inner.map(messageOf))].join('; ');
  throw new PortError(kind, 'publisher', { message, cause });
}

const TOO_LARGE: ReadonlySet<unknown> = new Set(['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE']);

/** The client's errors lie in each other: one for each attempt, broker and partition, and those say what is wrong. */
function leaves(error: object): object[] {
  const { errors = [], cause }: { errors?: object[]; cause?: object } = error;
  const inner = cause === undefined ? errors : [...errors, cause];
  return inner.length === 0 ? [error] : inner.flatMap(leaves);
}
