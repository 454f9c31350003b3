import { setTimeout as delay } from 'node:timers/promises';
import type { Consumer } from '@platformatic/kafka';
import { explainKafkaError } from '../../functions/kafka/client/errors.ts';
import type { KafkaRecord } from '../../functions/kafka/decode.ts';
import { planFetches, toFetchRequest } from '../../functions/kafka/worker/fetch/fetch-plan.ts';
import { toArrivals } from '../../functions/kafka/worker/fetch/records.ts';
import { lookAt, type TopicView } from '../../functions/kafka/worker/group/topics.ts';
import { createLane, type Lane } from '../../functions/kafka/worker/lanes/lane.ts';

type Following = {
  readonly topic: string;
  /** The offset to begin at, for each partition. */
  readonly from: readonly bigint[];
  readonly onRecord: (record: KafkaRecord) => void;
  /** Told once, in a sentence, what keeps records from coming. */
  readonly onTrouble: (text: string) => void;
  readonly closing: AbortSignal;
};

/** How old a look at the topic may be: partitions are added, and get other leaders. */
const LOOK_EVERY = 5_000;

/**
 * Reads a topic on until it is closing, as no member of any group, so that Read on the topic is all that it must be allowed. What fails
 * is tried again.
 */
export async function followTopic(consumer: Consumer, following: Following): Promise<void> {
  const { topic, from, onTrouble, closing } = following;
  let seen: Seen | undefined;
  let told = '';
  while (!closing.aborted) {
    try {
      if (seen === undefined) seen = await firstLook(consumer, topic, from);
      else if (Date.now() - seen.at > LOOK_EVERY) seen = await lookAgain(consumer, topic, seen);
      await fetchOnce(consumer, seen, following);
      told = '';
    } catch (error) {
      if (closing.aborted) return;
      const { message } = explainKafkaError(error);
      if (message !== told) onTrouble(`Kafka: ${message}`);
      told = message;
      if (seen !== undefined) seen = { ...seen, at: 0 };
      await delay(1000, undefined, { signal: closing }).catch(() => {});
    }
  }
}

type Seen = { readonly view: TopicView; readonly lanes: readonly Lane[]; readonly at: number };

async function firstLook(consumer: Consumer, topic: string, from: readonly bigint[]): Promise<Seen> {
  const view = await viewOf(consumer, topic);
  return { view, lanes: toLanes(topic, view, from), at: Date.now() };
}

/** A partition that is new begins with its first record, and so does a topic that was made again. */
async function lookAgain(consumer: Consumer, topic: string, { view: before, lanes }: Seen): Promise<Seen> {
  const view = await viewOf(consumer, topic);
  const positions = view.id === before.id ? lanes.map(({ position }) => position) : [];
  return { view, lanes: toLanes(topic, view, positions), at: Date.now() };
}

async function viewOf(consumer: Consumer, topic: string): Promise<TopicView> {
  const view = await lookAt(consumer, topic);
  if ('kind' in view) throw view.cause;
  if (view.leaders.every((leader) => leader < 0)) throw new Error(`no partition of ${topic} has a leader`);
  return view;
}

function toLanes(topic: string, { id, leaders }: TopicView, positions: readonly bigint[]): readonly Lane[] {
  return leaders.map((_leader, partition) =>
    createLane({ topic, topicId: id, partition, position: positions[partition] ?? 0n, committed: undefined }),
  );
}

/** One request to each broker that leads a partition; it comes back at once with records, and else after a while. */
async function fetchOnce(
  consumer: Consumer,
  { lanes, view }: Seen,
  { topic, onRecord }: Pick<Following, 'topic' | 'onRecord'>,
): Promise<void> {
  const views = new Map([[topic, view]]);
  const plan = [...planFetches(lanes, views, () => false)];
  const requests = plan.map(([node, led]) => toFetchRequest(node, { lanes: led, views, paused: false }));
  const answers = await Promise.all(requests.map((request) => consumer.fetch(request)));
  for (const answered of answers.flatMap(({ responses }) => responses).flatMap(({ partitions }) => partitions)) {
    const lane = lanes[answered.partitionIndex];
    if (lane === undefined) continue;
    const { records, next } = toArrivals(lane, answered);
    for (const record of records) onRecord(record);
    lane.position = next;
  }
}
