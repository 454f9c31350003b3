import type { protos } from '@google-cloud/pubsub';
import type { Backlog } from '../delivery/backlog.ts';
import { type Delivery, take } from '../delivery/deliveries.ts';
import { Refusal } from '../refusal.ts';
import { sizeOf, toPubsubMessage } from './message.ts';

type ReceivedMessage = protos.google.pubsub.v1.IReceivedMessage;

const longestWait = 20_000;
// Clients refuse a response of more than 20 MB; this leaves room for one more message of the largest size.
const largestResponse = 8_000_000;

/** Answers with what is ready; if nothing is, waits for it, but not longer than 20 s of the clock. */
export async function pull(
  backlog: Backlog,
  request: protos.google.pubsub.v1.IPullRequest,
  signal: AbortSignal,
): Promise<protos.google.pubsub.v1.IPullResponse> {
  const count = request.maxMessages ?? 0;
  if (count <= 0) throw new Refusal('INVALID_ARGUMENT', 'No max_messages specified');
  if (backlog.ready.size === 0 && !request.returnImmediately) await untilReady(backlog, signal);
  if (backlog.closed) throw new Refusal('NOT_FOUND', 'Subscription does not exist');
  const receivedMessages: ReceivedMessage[] = [];
  // Nobody would acknowledge what is leased to a caller that has gone.
  for (let size = 0; size < largestResponse && receivedMessages.length < count && !signal.aborted; ) {
    const [delivery] = take(backlog, 1, { deadline: backlog.settings.ackDeadline });
    if (!delivery) break;
    size += sizeOf(delivery.message);
    receivedMessages.push(received(backlog, delivery));
  }
  return { receivedMessages };
}

/** A delivery as the API's clients get it, and the event that says so. */
export function received({ settings, emit }: Backlog, { message, ackId, attempt }: Delivery): ReceivedMessage {
  emit({ kind: 'delivery', subscription: settings.name, messageId: message.id, attempt, status: 'pulled' });
  return { ackId, message: toPubsubMessage(message), ...(settings.deadLetter && { deliveryAttempt: attempt }) };
}

function untilReady(backlog: Backlog, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (backlog.ready.size > 0 || backlog.closed || signal.aborted) finish();
    };
    const finish = () => {
      cancel();
      backlog.listeners.delete(look);
      signal.removeEventListener('abort', finish);
      resolve();
    };
    const cancel = backlog.clock.after(longestWait, finish);
    backlog.listeners.add(look);
    signal.addEventListener('abort', finish);
  });
}
