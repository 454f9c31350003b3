import type { Consumer, GroupAssignment } from '@platformatic/kafka';
import type { Clock, LogLine } from '../../../../shared/delivery/ports.ts';
import { explainKafkaError } from '../../client/errors.ts';
import { createBlocks } from '../blocks.ts';
import { createLane, type Lane, laneKey } from '../lanes/lane.ts';
import type { Lanes } from '../lanes/lanes.ts';
import type { Troubles } from '../watch/troubles.ts';
import { restartLane } from './reset-lane.ts';
import { startOffsets } from './start-offsets.ts';
import type { TopicViews } from './topic-watch.ts';

/** Makes and drops lanes as partitions come and go. */
export type Holding = {
  /** What the group's member holds from now on; lanes that it held before go on, unless others may have had them in the meantime. */
  readonly set: (assignments: readonly GroupAssignment[], kept: boolean) => void;
  /** Lanes of topics that were made again begin anew, those of topics that are gone end. */
  readonly check: () => void;
};

type Options = {
  readonly lanes: Lanes;
  readonly views: () => TopicViews;
  readonly clients: () => { readonly member: Consumer | undefined; readonly fetcher: Consumer | undefined };
  readonly from: 'earliest' | 'latest';
  readonly clock: Clock;
  readonly random: () => number;
  readonly troubles: Troubles;
  readonly log: (line: LogLine) => void;
  /** Lanes were added. */
  readonly onLanes: () => void;
};

export function createHolding({
  lanes,
  views,
  clients,
  from,
  clock,
  random,
  troubles,
  log,
  onLanes,
}: Options): Holding {
  /** The partitions that are held, by topic. A new map for each holding, so that what was begun for another one is known. */
  let held: ReadonlyMap<string, ReadonlySet<number>> = new Map();
  const blocks = createBlocks(clock, random, () => begin());

  const begin = () => {
    for (const [topic, partitions] of held)
      void beginTopic(
        topic,
        [...partitions].filter((partition) => !lanes.get(laneKey({ topic, partition }))),
      );
  };
  /** Finds where the lanes that are missing begin; until it does, or they are held no more, it tries again. */
  const beginTopic = async (topic: string, missing: readonly number[]) => {
    if (missing.length === 0 || blocks.isBlocked(topic)) return;
    blocks.block(topic);
    const [view, { member, fetcher }, holding] = [views().get(topic), clients(), held];
    if (view === undefined || member === undefined || fetcher === undefined) return;
    const source = `start of ${topic}`;
    try {
      const wanted = { topic, partitions: missing, leaders: view.leaders };
      const starts = await startOffsets({ member, fetcher }, wanted, from);
      // Another holding, or a topic that was made again meanwhile: its lane would be of one that is no more, and nobody would fetch it.
      if (held !== holding || views().get(topic)?.id !== view.id) return;
      for (const [partition, start] of starts) addNew(createLane({ topic, partition, topicId: view.id, ...start }));
      // Those that are left out are asked for again and again, ever more slowly.
      if (starts.size === missing.length) blocks.clear(topic);
      troubles.clear(source);
      onLanes();
    } catch (error) {
      troubles.set(source, explainKafkaError(error, { topic, group: member.groupId }));
    }
  };
  const addNew = (lane: Lane) => {
    if (lanes.get(laneKey(lane)) === undefined) lanes.add(lane);
  };
  return {
    set: (assignments, kept) => {
      held = new Map(assignments.map(({ topic, partitions }) => [topic, new Set(partitions)]));
      for (const lane of lanes.list())
        if (!kept || held.get(lane.topic)?.has(lane.partition) !== true) lanes.drop(lane);
      begin();
    },
    check: () => {
      for (const lane of lanes.list()) {
        const view = views().get(lane.topic);
        if (view?.id === lane.topicId) continue;
        if (view === undefined) lanes.drop(lane);
        else restartLane(lanes, lane, { topicId: view.id, position: 0n });
        const { topic, partition } = lane;
        log({
          level: 'warn',
          message: view === undefined ? 'a topic is gone' : 'a topic was made again',
          topic,
          partition,
        });
      }
      begin();
    },
  };
}
