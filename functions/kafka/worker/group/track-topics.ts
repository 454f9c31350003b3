import type { Consumer } from '@platformatic/kafka';

/** Lets the member ask for these topics, and no others, when it joins next. */
export function trackTopics({ topics }: Consumer, wanted: readonly string[]): void {
  for (const topic of topics.current) if (!wanted.includes(topic)) topics.untrack(topic);
  for (const topic of wanted) if (!topics.has(topic)) topics.track(topic);
}
