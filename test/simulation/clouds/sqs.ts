import { acknowledge } from '../acknowledge.ts';
import { nameOf, type Parcel } from '../ledger.ts';
import type { World } from '../world.ts';
import type { Cloud } from './cloud.ts';
import { giveUp } from './give-up.ts';
import { createLambda, MINUTE } from './lambda.ts';

type Message = { readonly parcel: Parcel; readonly group: string | undefined; receives: number; visibleAt: number };

/** Six times the function's time-out (Lambda documentation, "Using Lambda with Amazon SQS"). */
const VISIBILITY = 6 * MINUTE;

export type SqsOptions = { readonly isFifo: boolean; readonly isPartial: boolean };

/**
 * Lambda on a queue: a message that failed comes back when its visibility time-out is over, and after so many receives goes to the
 * dead-letter queue.
 */
export function createSqs(world: World, { isFifo, isPartial }: SqsOptions): Cloud {
  const { scheduler, chaos, counts } = world;
  const lambda = createLambda(world, isPartial ? 'aws:sqs' : '');
  const receives = chaos.chance(0.1) ? 5 : 60;
  let queue: readonly Message[] = [];
  const receive = () => {
    const now = scheduler.now();
    const spent = queue.filter((message) => message.visibleAt <= now && message.receives >= receives);
    for (const message of spent) giveUp(world, message.parcel, () => lambda.file({ Records: [toRecord(message)] }));
    queue = queue.filter((message) => !spent.includes(message));
    const batch = next(queue, now, 1 + chaos.int(10));
    for (const message of batch) {
      counts.add('deliveries: again', message.receives > 0 ? 1 : 0);
      message.receives++;
      message.visibleAt = now + VISIBILITY;
    }
    return batch;
  };
  const poll = async () => {
    const batch = receive();
    if (batch.length === 0) return;
    wake(VISIBILITY);
    world.say(`batch: ${batch.map(({ parcel }) => nameOf(parcel)).join(', ')}`);
    const answer = await lambda.invoke({ Records: batch.map(toRecord) });
    wake(chaos.between(0, 200));
    if (answer === undefined) return;
    const failed = new Set<unknown>(isPartial ? answer.value?.batchItemFailures.map((one) => one.itemIdentifier) : []);
    const done = batch.filter(({ parcel }) => !failed.has(String(parcel.number)));
    queue = queue.filter((message) => !done.includes(message));
    if (!isFifo && chaos.chance(0.05)) queue = [...queue, ...done.map((message) => ({ ...message, visibleAt: 0 }))];
    await acknowledge(
      world,
      done.map(({ parcel }) => parcel),
    );
  };
  const wake = (ms: number) => void scheduler.after(ms, () => void poll());
  const send = (parcel: Parcel) => {
    const group = isFifo ? groupOf(parcel) : undefined;
    const visibleAt = isFifo ? 0 : scheduler.now() + (chaos.chance(0.9) ? 0 : chaos.between(0, 1_800_000));
    queue = [...queue, { parcel, group, receives: 0, visibleAt }];
    wake(Math.max(0, visibleAt - scheduler.now()) + chaos.between(0, 500));
  };
  return { isOrdered: isFifo, send, sweep: lambda.sweep };
}

/** What may be received: of a group nothing while one of it is out, and then in its order. */
function next(queue: readonly Message[], now: number, size: number): readonly Message[] {
  const held = new Set(
    queue.flatMap(({ group, visibleAt }) => (group !== undefined && visibleAt > now ? [group] : [])),
  );
  const free = queue.filter(({ group, visibleAt }) => visibleAt <= now && (group === undefined || !held.has(group)));
  return free.slice(0, size);
}

/** EventBridge puts all that the router emits into one group. */
function groupOf({ event, from, number }: Parcel): string {
  return from === 'router' ? 'router' : (event?.subject ?? String(number));
}

function toRecord({ parcel, group, receives }: Message) {
  return {
    messageId: String(parcel.number),
    receiptHandle: `${parcel.number}-${receives}`,
    body: toBody(parcel),
    attributes: {
      ApproximateReceiveCount: String(receives),
      ...(group === undefined ? {} : { MessageGroupId: group }),
    },
    messageAttributes: {},
    eventSource: 'aws:sqs',
  };
}

/** What the router emits comes by way of EventBridge, in its envelope. */
function toBody({ event, garbage, from, number }: Parcel): string {
  if (event === undefined) return garbage ?? '';
  if (from === 'producer') return JSON.stringify(event);
  const envelope = { version: '0', id: String(number), account: '1', region: 'r', resources: [], time: event.time };
  return JSON.stringify({ ...envelope, 'detail-type': event.type, source: event.source, detail: event });
}
