import type { Target } from './pubsub-official-target.ts';

/** A request keyed by a sentence: verb, path in the target's project, body. There is a topic `orders` and, for the first list, a `sub`. */
type Request = readonly [string, string, string, (target: Target) => object];

const publish = (what: string, body: object): Request => [what, 'POST', 'topics/orders:publish', () => body];
const message = (what: string, ...messages: object[]) => publish(what, { messages });
const sub = (what: string, more: object): Request => [
  what,
  'PUT',
  'subscriptions/bad',
  (target) => ({ topic: target.name('topics/orders'), ...more }),
];
const letters = (what: string, more: object): Request => [
  what,
  'PUT',
  'subscriptions/bad',
  (target) => ({
    topic: target.name('topics/orders'),
    deadLetterPolicy: { deadLetterTopic: target.name('topics/orders'), ...more },
  }),
];
const to = (what: string, verb: string, path: string, body: object = {}): Request => [what, verb, path, () => body];

export const refusedByBoth: readonly Request[] = [
  to('a name that is too short', 'PUT', 'topics/ab'),
  to('a name that begins with a digit', 'PUT', 'topics/1ab'),
  to('a name that begins with goog', 'PUT', 'topics/goog1'),
  to('a name with a space', 'PUT', 'topics/a%20b'),
  to('a topic that is there', 'PUT', 'topics/orders'),
  to('to publish to no topic', 'POST', 'topics/nothing:publish', { messages: [{ data: 'aGk=' }] }),
  publish('to publish without messages', {}),
  message('an empty message', {}),
  message('a message with empty data', { data: '' }),
  message('data that is not base64', { data: '%%%' }),
  publish('a field that is none in Publish', { messages: [{ data: 'aGk=' }], colour: 'red' }),
  sub('a field that is none in CreateSubscription', { colour: 'red' }),
  sub('an ack deadline over 600 s', { ackDeadlineSeconds: 601 }),
  sub('a retention under 10 minutes', { messageRetentionDuration: '60s' }),
  sub('a retention over 31 days', { messageRetentionDuration: '2678401s' }),
  sub('a push endpoint that is no URL', { pushConfig: { pushEndpoint: 'nonsense' } }),
  sub('a back-off over 600 s', { retryPolicy: { minimumBackoff: '601s' } }),
  sub('a back-off that shrinks', { retryPolicy: { minimumBackoff: '20s', maximumBackoff: '10s' } }),
  sub('a subscription to a bad name', { topic: 'orders' }),
  sub('a subscription to no topic', { topic: 'projects/p/topics/nothing' }),
  letters('4 delivery attempts', { maxDeliveryAttempts: 4 }),
  letters('101 delivery attempts', { maxDeliveryAttempts: 101 }),
  letters('a dead-letter topic that is not there', { deadLetterTopic: 'projects/p/topics/nothing' }),
  letters('no dead-letter topic', { deadLetterTopic: undefined }),
  to('to delete no subscription', 'DELETE', 'subscriptions/nothing'),
  to('to pull from no subscription', 'POST', 'subscriptions/nothing:pull', { maxMessages: 1 }),
  to('to pull without a number', 'POST', 'subscriptions/sub:pull'),
  to('to acknowledge nothing', 'POST', 'subscriptions/sub:acknowledge', { ackIds: [] }),
  to('a strange ack id', 'POST', 'subscriptions/sub:acknowledge', { ackIds: ['garbage'] }),
  to('a strange ack id to nack', 'POST', 'subscriptions/sub:modifyAckDeadline', {
    ackIds: ['garbage'],
    ackDeadlineSeconds: 0,
  }),
  to('an update without a mask', 'PATCH', 'subscriptions/sub', { subscription: { ackDeadlineSeconds: 33 } }),
  to('another filter', 'PATCH', 'subscriptions/sub', {
    subscription: { filter: 'attributes:x' },
    updateMask: 'filter',
  }),
  to('to detach', 'POST', 'subscriptions/sub:detach'),
];

export const refusedByOurs: readonly Request[] = [
  sub('a filter that is none', { filter: 'garbage (' }),
  sub('an ack deadline under 10 s', { ackDeadlineSeconds: 5 }),
  sub('a subscription that writes to BigQuery', { bigqueryConfig: { table: 'a.b.c' } }),
  message('a reserved attribute key', { attributes: { google: 'v' } }),
  message('an empty attribute key', { attributes: { '': 'v' } }),
  message('an attribute key that is too long', { attributes: { ['k'.repeat(257)]: 'v' } }),
  message('an attribute value that is too long', { attributes: { k: 'v'.repeat(1025) } }),
  message('more than a hundred attributes', {
    attributes: Object.fromEntries(Array.from({ length: 101 }, (_, i) => [`k${i}`, 'v'])),
  }),
  message('an ordering key that is too long', { data: 'aGk=', orderingKey: 'k'.repeat(1025) }),
  message('two ordering keys in one request', { data: 'aGk=', orderingKey: 'a' }, { data: 'aGk=', orderingKey: 'b' }),
];
