import { ack } from '../../../functions/gcp/ack.ts';
import { decodeDeadLetters } from '../../../functions/gcp/dead-letters.ts';
import { decode, type Payload } from '../../../functions/gcp/decode.ts';
import { bind } from '../../../shared/delivery/bind.ts';
import { bindDeadLetters } from '../../../shared/delivery/give-up.ts';
import { toSweepEvent } from '../../../shared/delivery/sweep.ts';
import { toBinaryMode } from '../../../shared/schemas/content-modes.ts';
import { type Answer, createFleet } from '../fleet.ts';
import type { Parcel } from '../ledger.ts';
import type { World } from '../world.ts';
import type { Cloud } from './cloud.ts';
import { type PushPolicy, push } from './push.ts';

const SECOND = 1_000;
const DEADLINE = 60 * SECOND;
/** All others are a nack (Pub/Sub documentation, "Push subscriptions"). */
const ACKS: ReadonlySet<unknown> = new Set([102, 200, 201, 202, 204]);

/** Pub/Sub push: an acknowledgement deadline, a back-off from 10 s to 600 s, a dead-letter topic after so many tries. */
export function createGcp(world: World): Cloud {
  const fleet = createFleet(world, {
    name: 'gcp',
    timeLimit: '60s',
    concurrency: 4,
    bind: (router) => ({
      run: bind({ decode, ack }, router),
      fileGivenUp: bindDeadLetters({ decode: decodeDeadLetters, ack }, router),
    }),
  });
  const isAck = (answer: Answer<number>) => answer.kind === 'returned' && ACKS.has(answer.value);
  const terms = { waits: DEADLINE, kills: false };
  const policy: PushPolicy = {
    call: async (parcel, attempt) =>
      isAck(await fleet.invoke(({ run }, call) => run(toPush(parcel, attempt), call), terms)),
    file: async (parcel, attempts) => {
      const payload = toPush(parcel, 1, addedBy(attempts));
      return isAck(await fleet.invoke(({ fileGivenUp }, call) => fileGivenUp(payload, call), terms));
    },
    backOff: (attempt) => Math.min(600, 10 * 2 ** (attempt - 1)) * SECOND,
    attempts: world.random.chance(0.1) ? 5 : 100,
    timeToLive: 7 * 86_400 * SECOND,
  };
  return {
    isOrdered: false,
    send: (parcel) => push(world, policy, parcel),
    sweep: () => {
      // The scheduler's message is like any other, but the next minute brings another one.
      const sweep: Parcel = { number: 0, event: toSweepEvent(world.scheduler.now()), from: 'router' };
      void policy.call(sweep, 1);
    },
  };
}

/** What a push subscription posts: wrapped, the CloudEvent in the attributes as our publisher writes it. */
function toPush(parcel: Parcel, deliveryAttempt: number, added: object = {}): Payload {
  const { attributes, data } = toMessage(parcel);
  const message = {
    data: Buffer.from(data).toString('base64'),
    attributes: { ...attributes, ...added },
    messageId: String(parcel.number),
    publishTime: '2026-01-01T00:00:00Z',
  };
  const body = { message, subscription: 'projects/p/subscriptions/router', deliveryAttempt };
  const headers = { 'content-type': 'application/json' };
  return { method: 'POST', headers, body: Buffer.from(JSON.stringify(body)) };
}

/** What Pub/Sub adds to a message on its way to the dead-letter topic. */
function addedBy(attempts: number): object {
  return {
    CloudPubSubDeadLetterSourceDeliveryCount: String(attempts),
    CloudPubSubDeadLetterSourceSubscription: 'router',
    CloudPubSubDeadLetterSourceSubscriptionProject: 'p',
    CloudPubSubDeadLetterSourceTopicPublishTime: '2026-01-01T00:00:00Z',
  };
}

function toMessage({ event, garbage }: Parcel) {
  if (event === undefined)
    return { attributes: { 'content-type': 'application/cloudevents+json' }, data: Buffer.from(garbage ?? '') };
  const { attributes, contentType, body } = toBinaryMode(event);
  const prefixed = Object.fromEntries(attributes.map(([name, value]) => [`ce-${name}`, value]));
  return { attributes: { ...prefixed, ...(contentType && { 'content-type': contentType }) }, data: body };
}
