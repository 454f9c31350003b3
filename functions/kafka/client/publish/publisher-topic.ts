import { type Topics, topicOf } from '../../../../shared/routing/topics.ts';
import { attribute, type CloudEvent } from '../../../../shared/schemas/cloudevent.ts';

/** Where an event goes, and how it lies there. */
export type Destination = NonNullable<ReturnType<typeof topicOf>>;

/**
 * The topic of the route table for the event's type, else the default one. An event for one route alone, as a redrive is, goes to the
 * default one too: others may read the topic of its type, and would get it again; the router may have no right to write there.
 */
export function publisherTopic(topics: Topics, name: string): (event: CloudEvent) => Destination {
  const standard: Destination = { name, mode: 'structured' };
  return (event) =>
    attribute(event, 'waybillroute') === undefined ? (topicOf(topics, event.type) ?? standard) : standard;
}
