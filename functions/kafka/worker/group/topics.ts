import { type Consumer, ResponseError } from '@platformatic/kafka';
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
    const view = await viewOf(client, topic);
    const fetchApi = (await client.listApis()).find(({ name }) => name === 'Fetch');
    return { ...view, wireId: (fetchApi?.maxVersion ?? 0) >= BY_ID ? view.id : topic };
  } catch (error) {
    return explainKafkaError(error);
  }
}

async function viewOf(client: Consumer, topic: string): Promise<Omit<TopicView, 'wireId'>> {
  try {
    const { topics } = await client.metadata({ topics: [topic], forceUpdate: true });
    const { id, partitions } = topics.get(topic) ?? { id: '', partitions: [] };
    return { id, leaders: partitions.map(({ leader }) => leader) };
  } catch (error) {
    const view = leaderlessView(error, topic);
    if (view === undefined) throw error;
    return view;
  }
}

type Answer = {
  readonly topics: readonly {
    readonly name: string;
    readonly errorCode: number;
    readonly topicId?: string;
    readonly partitions: readonly { readonly partitionIndex: number; readonly leaderId: number }[];
  }[];
};

/** A topic of which only some partitions have no leader is an error to the library, and its other partitions can be read. */
function leaderlessView(error: unknown, name: string): Omit<TopicView, 'wireId'> | undefined {
  if (!(error instanceof ResponseError)) return undefined;
  const { topics } = error.response as Answer; // the library's own, of a Metadata request
  const topic = topics.find((one) => one.name === name && one.errorCode === 0);
  if (topic === undefined) return undefined;
  const leaders: number[] = [];
  for (const { partitionIndex, leaderId } of topic.partitions) leaders[partitionIndex] = leaderId;
  return { id: topic.topicId ?? name, leaders };
}
