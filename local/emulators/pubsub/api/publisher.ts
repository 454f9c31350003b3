import type { protos } from '@google-cloud/pubsub';
import type { Broker } from '../broker.ts';
import { publish } from '../delivery/publish.ts';
import { Refusal } from '../refusal.ts';
import { parseMessages } from './message.ts';
import type { Methods } from './methods.ts';
import { checkName, deletedTopic } from './names.ts';
import { page } from './page.ts';

type Topic = protos.google.pubsub.v1.ITopic;
type PublishRequest = protos.google.pubsub.v1.IPublishRequest;
type ListTopicsRequest = protos.google.pubsub.v1.IListTopicsRequest;
type ListTopicSubscriptionsRequest = protos.google.pubsub.v1.IListTopicSubscriptionsRequest;
type Named = { readonly topic?: string | null };

/** google.pubsub.v1.Publisher; the methods that are not here are answered with UNIMPLEMENTED. */
export function publisherMethods(broker: Broker): Methods {
  return {
    CreateTopic: (topic: Topic) => createTopic(broker, topic),
    GetTopic: ({ topic }: Named) => findTopic(broker, topic),
    ListTopics: (request: ListTopicsRequest) => listTopics(broker, request),
    ListTopicSubscriptions: (request: ListTopicSubscriptionsRequest) => listTopicSubscriptions(broker, request),
    DeleteTopic: ({ topic }: Named) => deleteTopic(broker, topic),
    Publish: ({ topic, messages }: PublishRequest) => {
      const name = checkName('topics', topic);
      return { messageIds: publish(broker, name, parseMessages(messages)) };
    },
  };
}

function createTopic(broker: Broker, topic: Topic): Topic {
  const name = checkName('topics', topic.name);
  if (broker.topics.has(name)) throw new Refusal('ALREADY_EXISTS', 'Topic already exists');
  const { schemaSettings, ingestionDataSourceSettings, messageTransforms } = topic;
  const asked = { schemaSettings, ingestionDataSourceSettings, messageTransforms: messageTransforms?.[0] };
  const [found] = Object.entries(asked).filter(([, value]) => value);
  if (found) throw new Refusal('UNIMPLEMENTED', `${found[0]} is not emulated`);
  broker.topics.set(name, topic);
  return topic;
}

function findTopic(broker: Broker, given: string | null | undefined): Topic & { name: string } {
  const name = checkName('topics', given);
  const topic = broker.topics.get(name);
  if (!topic) throw new Refusal('NOT_FOUND', 'Topic not found');
  return { ...topic, name };
}

function listTopics(broker: Broker, request: ListTopicsRequest): protos.google.pubsub.v1.IListTopicsResponse {
  const own = [...broker.topics.keys()].filter((name) => name.startsWith(`${request.project}/`));
  const { names, nextPageToken } = page(own, request);
  return { topics: names.map((name) => findTopic(broker, name)), nextPageToken };
}

function listTopicSubscriptions(broker: Broker, request: ListTopicSubscriptionsRequest): object {
  const { name } = findTopic(broker, request.topic);
  const own = [...broker.subscriptions].filter(([, { resource }]) => resource.topic === name);
  const { names, nextPageToken } = page(
    own.map(([subscription]) => subscription),
    request,
  );
  return { subscriptions: names, nextPageToken };
}

/** Its subscriptions stay, with what they hold. */
function deleteTopic(broker: Broker, given: string | null | undefined): object {
  const { name } = findTopic(broker, given);
  broker.topics.delete(name);
  for (const subscription of broker.subscriptions.values()) {
    if (subscription.resource.topic === name) subscription.resource = { ...subscription.resource, topic: deletedTopic };
  }
  return {};
}
