import { Admin, Producer, stringSerializers } from '@platformatic/kafka';
import { type ClientOptions, clientOptions } from '../../functions/kafka/client/client-options.ts';
import type { KafkaTrouble } from '../../functions/kafka/client/errors.ts';
import { explainByProbe } from '../../functions/kafka/client/explain-by-probe.ts';
import { kafkaSettings } from '../../functions/kafka/client/settings.ts';
import type { Env } from '../../shared/delivery/embedded/env.ts';

export const TOPIC = 'secured';

export async function optionsFor(env: Env): Promise<ClientOptions> {
  return { ...(await clientOptions(kafkaSettings(env))), retries: 0 };
}

/** Writes one record with these settings; resolves to the partition's offsets. */
export async function produce(options: ClientOptions): Promise<number> {
  // A topic's first leader may take a moment.
  const producer = new Producer({ ...options, retries: 5, retryDelay: 100, serializers: stringSerializers });
  try {
    const { offsets = [] } = await producer.send({ messages: [{ topic: TOPIC, value: 'x' }], acks: -1 });
    return offsets.length;
  } finally {
    await producer.close();
  }
}

export async function topicsOf(options: ClientOptions): Promise<readonly string[]> {
  const admin = new Admin(options);
  try {
    return await admin.listTopics();
  } finally {
    await admin.close();
  }
}

/** What our table says of the error that a first request ends with, after a look at the broker where that alone does not tell. */
export async function troubleOf(env: Env): Promise<KafkaTrouble> {
  const settings = kafkaSettings(env);
  return topicsOf({ ...(await clientOptions(settings)), retries: 0 }).then(
    (topics) => Promise.reject(new Error(`It was let in, and sees ${topics.join(', ')}`)),
    (error: unknown) => explainByProbe(error, settings),
  );
}
