import { ack } from '../../../functions/azure/ack.ts';
import { decodeDeadLetters } from '../../../functions/azure/dead-letters.ts';
import { decode } from '../../../functions/azure/decode.ts';
import { decodeHub } from '../../../functions/azure/decode-hub.ts';
import { bind } from '../../../shared/delivery/bind.ts';
import { bindDeadLetters } from '../../../shared/delivery/give-up.ts';
import { toSweepEvent } from '../../../shared/delivery/sweep.ts';
import { ok } from '../../../shared/schemas/result.ts';
import { createFleet } from '../fleet.ts';
import type { Parcel } from '../ledger.ts';
import type { World } from '../world.ts';
import type { Cloud } from './cloud.ts';
import { createHub } from './hub.ts';
import { type PushPolicy, push } from './push.ts';

const MINUTE = 60_000;
/** Event Grid documentation, "Event delivery and retry". */
const SCHEDULE = [1 / 6, 1 / 2, 1, 5, 10, 30, 60, 180, 360, 720].map((minutes) => minutes * MINUTE);
const TERMS = { waits: MINUTE / 2, kills: false };

/** A function app: Event Grid brings what the router emits, and of what producers send either that or an event hub. */
export function createAzure(world: World, withHub: boolean): Cloud {
  const fleet = createFleet(world, {
    name: 'azure',
    timeLimit: '28s',
    concurrency: 4,
    bind: (router) => ({
      onEvent: bind({ decode, ack }, router),
      onBatch: bind({ decode: decodeHub, ack }, router),
      fileGivenUp: bindDeadLetters({ decode: decodeDeadLetters, ack }, router),
    }),
  });
  const bring = async (payload: unknown) => {
    const answer = await fleet.invoke(({ onEvent }, call) => onEvent(structuredClone(payload), call), TERMS);
    return answer.kind === 'returned';
  };
  const file = async (parcel: Parcel, attempts: number) => {
    const payload = { notice: {}, bytes: ok(toDeadLetterBlob(parcel, attempts)) };
    const answer = await fleet.invoke(({ fileGivenUp }, call) => fileGivenUp(payload, call), TERMS);
    return answer.kind === 'returned';
  };
  const policy: PushPolicy = {
    call: ({ event, garbage }) => bring(event ?? { garbage }),
    file,
    backOff: (attempt) => SCHEDULE[Math.min(attempt, SCHEDULE.length) - 1] ?? MINUTE,
    attempts: 30,
    timeToLive: 24 * 60 * MINUTE,
  };
  const hub = createHub(world, (batch, partition) => runBatch(batch, partition));
  const runBatch = async (batch: readonly Parcel[], partition: number) => {
    const payload = toBatch(batch, partition);
    const answer = await fleet.invoke(({ onBatch }, call) => onBatch(payload, call), {
      waits: 5 * MINUTE,
      kills: true,
    });
    return answer.kind;
  };
  return {
    isOrdered: withHub,
    send: (parcel) => (withHub && parcel.from === 'producer' ? hub.send(parcel) : push(world, policy, parcel)),
    sweep: () => void bring(toSweepEvent(world.scheduler.now())),
  };
}

/** What Event Grid puts into the dead-letter container. */
function toDeadLetterBlob({ event, garbage }: Parcel, attempts: number): Uint8Array {
  const added = { deadletterreason: 'MaxDeliveryAttemptsExceeded', deliveryattempts: attempts };
  return Buffer.from(JSON.stringify([{ ...(event ?? { garbage }), ...added }]));
}

/** A batch as the host hands it over: the bodies as bytes, and an array for each property. */
function toBatch(batch: readonly Parcel[], partition: number) {
  return {
    messages: batch.map(({ event, garbage }) => Buffer.from(garbage ?? JSON.stringify(event))),
    metadata: {
      partitionContext: { partitionId: String(partition) },
      propertiesArray: batch.map(() => ({ 'content-type': 'application/cloudevents+json' })),
      systemPropertiesArray: batch.map(() => ({})),
    },
  };
}
