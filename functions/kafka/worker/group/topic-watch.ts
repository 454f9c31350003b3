import type { Consumer } from '@platformatic/kafka';
import type { Clock } from '../../../../shared/delivery/ports.ts';
import { toTrouble } from '../../client/errors.ts';
import type { Troubles } from '../watch/troubles.ts';
import { lookAt, type TopicView } from './topics.ts';

/** The topics as they were seen last; those that are not there, or may not be seen, are missing. */
export type TopicViews = ReadonlyMap<string, TopicView>;

export type TopicWatch = {
  readonly views: () => TopicViews;
  /** Looks again in a moment, unless a look is on its way. */
  readonly lookNow: () => void;
  readonly stop: () => void;
};

const EVERY = 5_000;
/** However often somebody asks. */
const AT_MOST_EVERY = 250;

type Options = {
  readonly topics: readonly string[];
  readonly client: () => Consumer | undefined;
  readonly clock: Clock;
  readonly troubles: Troubles;
  /** After each look that brought something new. */
  readonly onChange: (views: TopicViews) => void;
};

/** Looks at the topics every few seconds: one that appears, vanishes, is made again, grows or has another leader changes what is to do. */
export function watchTopics({ topics, client, clock, troubles, onChange }: Options): TopicWatch {
  const views = new Map<string, TopicView>();
  let [cancel, soon, looking, stopped] = [() => {}, false, false, false];
  const look = async () => {
    [looking, soon] = [true, false];
    const fetcher = client();
    const looks = fetcher === undefined ? [] : await Promise.all(topics.map((topic) => lookAt(fetcher, topic)));
    looking = false;
    if (stopped) return;
    const changed = looks.map((found, index) => note(topics[index] ?? '', found)).includes(true);
    plan(EVERY);
    if (changed) onChange(views);
  };
  const note = (topic: string, found: Awaited<ReturnType<typeof lookAt>>) => {
    const [source, before] = [`topic ${topic}`, views.get(topic)];
    if ('id' in found) {
      views.set(topic, found);
      troubles.clear(source);
      noteLeaders(troubles, topic, found);
      return !isSame(before, found);
    }
    troubles.set(source, found);
    // What cannot be seen for the moment is as it was.
    return found.kind === 'unknown-topic' && views.delete(topic);
  };
  const plan = (ms: number) => {
    cancel();
    cancel = clock.after(ms, () => void look());
  };
  plan(0);
  return {
    views: () => views,
    lookNow: () => {
      // One that is planned is not put off, or nobody would look as long as enough ask.
      if (looking || soon || stopped) return;
      soon = true;
      plan(AT_MOST_EVERY);
    },
    stop: () => {
      stopped = true;
      cancel();
    },
  };
}

/** Says of which partitions nothing can be read for now. */
function noteLeaders(troubles: Troubles, topic: string, { leaders }: TopicView): void {
  const source = `leaders of ${topic}`;
  const partitions = leaders.flatMap((leader, partition) => (leader < 0 ? [partition] : []));
  if (partitions.length === 0) troubles.clear(source);
  else
    troubles.set(
      source,
      toTrouble('leader-not-available', { place: { topic, partitions }, words: '', cause: undefined }),
    );
}

function isSame(one: TopicView | undefined, other: TopicView): boolean {
  return one?.id === other.id && one.wireId === other.wireId && String(one.leaders) === String(other.leaders);
}
