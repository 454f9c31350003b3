import type { GivenUp } from '../../shared/delivery/give-up.ts';
import type { Limits } from '../../shared/delivery/limits.ts';
import { isObject, parseJson, toJson } from '../../shared/schemas/json.ts';
import { decode, type Payload, type Ref } from './decode.ts';

/** What Pub/Sub adds to a message that it forwards to a dead-letter topic (Pub/Sub documentation, "Dead-letter topics"). */
const ADDED = /^CloudPubSubDeadLetterSource(\w+)$/i;

/** What was added, by the rest of its name in lower case: unwrapping makes headers of attributes. */
type Added = Readonly<
  Partial<Record<'deliverycount' | 'subscription' | 'subscriptionproject' | 'topicpublishtime', string>>
>;

/**
 * A push from a subscription of the dead-letter topic, as the push that failed before: what was added is taken off again, so that the
 * event is the same, and says why. Its message id is another, which tells two plain messages apart and no CloudEvents.
 */
export function decodeDeadLetters(payload: Payload, limits: Limits): readonly GivenUp<Ref>[] {
  const { added, original } = takeApart(payload);
  const why = toReason(added);
  return decode(original, limits).map((item) => ({ ...item, why }));
}

function takeApart(payload: Payload): { readonly added: Added; readonly original: Payload } {
  const own = { added: addedTo(payload.headers), original: payload };
  const parsed = parseJson(payload.body);
  const body = parsed.ok && isObject(parsed.value) ? parsed.value : {};
  const { message } = body;
  if (!isObject(message) || !isObject(message.attributes)) return own;
  const added = addedTo(message.attributes);
  if (Object.keys(added).length === 0) return own;
  const attributes = Object.fromEntries(Object.entries(message.attributes).filter(([name]) => !ADDED.test(name)));
  const { subscription: id, subscriptionproject: project, topicpublishtime: time } = added;
  const before = {
    ...body,
    message: { ...message, attributes, ...(time === undefined ? {} : { publishTime: time, publish_time: time }) },
    ...(id === undefined || project === undefined ? {} : { subscription: `projects/${project}/subscriptions/${id}` }),
  };
  return { added, original: { ...payload, body: Buffer.from(toJson(before)) } };
}

function addedTo(attributes: Readonly<Record<string, unknown>>): Added {
  const found = Object.entries(attributes).flatMap(([name, value]) => {
    const added = ADDED.exec(name)?.[1]?.toLowerCase();
    const text: unknown = Array.isArray(value) ? value[0] : value;
    return added === undefined || typeof text !== 'string' ? [] : [[added, text] as const];
  });
  return Object.fromEntries(found);
}

function toReason({ deliverycount: count, subscription }: Added): string {
  const tries = count === undefined ? 'it does not say after how many deliveries' : `after ${count} deliveries`;
  return `Pub/Sub gave up on it: ${tries}${subscription === undefined ? '' : ` of the subscription ${subscription}`}`;
}
