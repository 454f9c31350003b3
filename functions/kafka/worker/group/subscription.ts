import type { TopicViews } from './topic-watch.ts';

/** Tells the member of the topics when there are others, when one was made again, and when one has more partitions than before. */
export function createSubscription(subscribe: (topics: readonly string[]) => void): (views: TopicViews) => void {
  let last = '';
  return (views) => {
    const shape = [...views].map(([topic, { id, leaders }]) => `${topic} ${id} ${leaders.length}`).toSorted();
    if (shape.join() === last) return;
    last = shape.join();
    subscribe([...views.keys()]);
  };
}
