import { Admin, Producer } from '@platformatic/kafka';
import { toRecord } from './events.ts';

export const PARTITIONS = 6;

/** So many records to a request, and so many requests at once. */
const BATCH = 2_000;
const AT_ONCE = 5;

export type Topic = { readonly brokers: string; readonly topic: string; readonly events: number };

/** Makes the topic and writes its events; `onProgress` hears how many there are. */
export async function fillTopic(
  { brokers, topic, events }: Topic,
  onProgress: (written: number) => void,
): Promise<void> {
  const client = { clientId: 'bench', bootstrapBrokers: [brokers], retries: 10, retryDelay: 100 };
  const admin = new Admin(client);
  const producer = new Producer({ ...client, acks: -1, idempotent: true });
  try {
    await admin.createTopics({ topics: [topic], partitions: PARTITIONS, replicas: 1 });
    let [next, written] = [0, 0];
    const writer = async () => {
      while (next < events) {
        const indexes = Array.from({ length: Math.min(BATCH, events - next) }, (_, n) => next + n);
        next += indexes.length;
        await producer.send({ messages: indexes.map((index) => ({ topic, ...toRecord(index, events) })) });
        written += indexes.length;
        onProgress(written);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, writer));
  } finally {
    await producer.close();
    await admin.close();
  }
}
