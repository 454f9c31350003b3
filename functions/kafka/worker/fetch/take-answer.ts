import type { Consumer } from '@platformatic/kafka';
import { explainKafkaError } from '../../client/errors.ts';
import type { Blocks } from '../blocks.ts';
import type { TopicWatch } from '../group/topic-watch.ts';
import { append, type Lane, laneKey } from '../lanes/lane.ts';
import type { Lanes } from '../lanes/lanes.ts';
import type { Troubles } from '../watch/troubles.ts';
import type { WorkerOptions } from '../worker-options.ts';
import { toError, toVerdict } from './fetch-answer.ts';
import type { FetchResponse, FetchResponsePartition } from './fetch-types.ts';
import { toArrivals } from './records.ts';

export type AnswerDesk = {
  readonly lanes: Lanes;
  readonly topics: () => TopicWatch;
  readonly blocks: Blocks;
  readonly troubles: Troubles;
  readonly count: NonNullable<WorkerOptions['count']>;
  /** The lane's position is not, or no longer, in the partition: it moves it, or puts another lane in its place. */
  readonly onOutOfRange: (client: Consumer, lane: Lane) => Promise<void>;
};

/** The lanes that were asked for, by what the answer calls their partitions, and from which position on. */
export type Asked = ReadonlyMap<string, { readonly lane: Lane; readonly position: bigint }>;

export function toAsked(lanes: readonly Lane[], views: ReadonlyMap<string, { readonly wireId: string }>): Asked {
  return new Map(
    lanes.map((lane) => [
      askedKey(views.get(lane.topic)?.wireId ?? lane.topicId, lane.partition),
      { lane, position: lane.position },
    ]),
  );
}

function askedKey(topicId: string, partition: number): string {
  return `${topicId}/${partition}`;
}

/**
 * Puts what a broker answered into the lanes. What nobody asked for is left alone, since a broker may go on with partitions of earlier
 * requests, and so is what a lane has no use for any more.
 */
export function takeAnswer(
  desk: AnswerDesk,
  client: Consumer,
  { answer, asked }: { answer: FetchResponse; asked: Asked },
): void {
  for (const { topicId, partitions } of answer.responses) {
    for (const partition of partitions) {
      const { lane, position } = asked.get(askedKey(topicId, partition.partitionIndex)) ?? {};
      if (lane === undefined || lane.position !== position || !desk.lanes.has(lane)) continue;
      takePartition(desk, client, { lane, partition });
    }
  }
}

type Part = { readonly lane: Lane; readonly partition: FetchResponsePartition };

function takePartition(
  { topics, blocks, troubles, count, onOutOfRange }: AnswerDesk,
  client: Consumer,
  part: Part,
): void {
  const { lane, partition } = part;
  const key = laneKey(lane);
  const verdict = toVerdict(partition);
  if (verdict === 'records') {
    const arrivals = toArrivals(lane, partition);
    append(lane, arrivals);
    lane.end = partition.lastStableOffset >= 0n ? partition.lastStableOffset : partition.highWatermark;
    if (arrivals.records.length > 0) count('records', arrivals.records.length);
    blocks.clear(key);
    troubles.clear(key);
    return;
  }
  blocks.block(key, verdict === 'failed');
  if (verdict === 'out-of-range') void onOutOfRange(client, lane);
  else topics().lookNow();
  if (verdict === 'failed') troubles.set(key, explainKafkaError(toError(partition), { topic: lane.topic }));
}
