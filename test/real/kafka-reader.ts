import { Consumer, stringDeserializers } from '@platformatic/kafka';
import { clientOptions } from '../../functions/kafka/client/client-options.ts';
import { kafkaSettings } from '../../functions/kafka/client/settings.ts';
import type { Env } from '../../shared/delivery/embedded/env.ts';
import { isObject } from '../../shared/schemas/json.ts';

export type TopicReader = {
  /** The types of a subject's events in a topic, from its first record until all of `until` have come. */
  readonly typesOf: (topic: string, subject: string, until: readonly string[]) => Promise<readonly string[]>;
  readonly close: () => Promise<void>;
};

/** Reads structured CloudEvents from the brokers of these settings. */
export async function openReader(env: Env): Promise<TopicReader> {
  const options = await clientOptions(kafkaSettings(env));
  const consumer = new Consumer({
    ...options,
    groupId: 'reader',
    deserializers: stringDeserializers,
    autocommit: false,
    maxWaitTime: 100,
  });
  return {
    typesOf: async (topic, subject, until) => {
      const types: string[] = [];
      const stream = await consumer.consume({ topics: [topic], mode: 'earliest' });
      for await (const { value } of stream) {
        const event: unknown = JSON.parse(value);
        if (isObject(event) && event.subject === subject) types.push(String(event.type));
        if (until.every((type) => types.includes(type))) break;
      }
      return types;
    },
    close: () => consumer.close(true),
  };
}
