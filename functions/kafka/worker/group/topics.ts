import type { Consumer } from '@platformatic/kafka';
import { explainKafkaError, type KafkaTrouble } from '../../client/errors.ts';

/** What is known of a topic now. */
export type TopicView = {
  readonly id: string;
  /** What a fetch calls it: brokers before Kafka 3.1 know topics by name alone. */
  readonly wireId: string;
  /** The leading broker of each partition; -1 while it has none. */
  readonly leaders: readonly number[];
};

/** Fetch requests name topics by id from this version on (KIP-516). */
const BY_ID = 13;

/** Asks for one topic alone, since the library answers nothing at all when one of several is unknown. */
export async function lookAt(client: Consumer, topic: string): Promise<TopicView | KafkaTrouble> {
  try {
    const { topics } = await client.metadata({ topics: [topic], forceUpdate: true });
    const { id, partitions } = topics.get(topic) ?? { id: '', partitions: [] };
    const fetchApi = (await client.listApis()).find(({ name }) => name === 'Fetch');
    const wireId = (fetchApi?.maxVersion ?? 0) >= BY_ID ? id : topic;
    return { id, wireId, leaders: partitions.map(({ leader }) => leader) };
  } catch (error) {
    return explainKafkaError(error, { topic });
  }
}
