import type { Producer } from '@platformatic/kafka';
import { type Env, need } from '../../../shared/delivery/embedded/env.ts';
import { toPortError } from '../../../shared/delivery/port-error.ts';
import type { Ports } from '../../../shared/delivery/ports.ts';

type TextProducer = Producer<string, string, string, string>;

/**
 * Publishes to the topic that KAFKA_TOPIC names on the brokers of KAFKA_BROKERS (`host:port,host:port`), in CloudEvents' structured
 * mode, acknowledged by all in-sync replicas; the key is the subject, so that one subject keeps its order.
 */
export function createKafkaPublisher(env: Env): Ports['publish'] {
  const brokers = need(env, 'KAFKA_BROKERS', 'brokers such as localhost:9092').split(',');
  const topic = need(env, 'KAFKA_TOPIC', 'the topic for emitted events');
  let producer: Promise<TextProducer> | undefined;
  return async (events) => {
    try {
      producer ??= open(brokers);
      const messages = events.map((event) => ({
        topic,
        key: event.subject ?? event.id,
        value: JSON.stringify(event),
        headers: { 'content-type': 'application/cloudevents+json' },
      }));
      await (await producer).send({ messages, acks: -1 });
    } catch (error) {
      throw toPortError('publisher', error);
    }
  };
}

async function open(bootstrapBrokers: string[]): Promise<TextProducer> {
  const { Producer, stringSerializers } = await import('@platformatic/kafka');
  return new Producer({ clientId: 'waybill', bootstrapBrokers, serializers: stringSerializers });
}
