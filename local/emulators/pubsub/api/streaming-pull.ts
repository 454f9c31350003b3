import type { protos } from '@google-cloud/pubsub';
import type { ServerDuplexStream } from '@grpc/grpc-js';
import type { Broker } from '../broker.ts';
import type { Backlog } from '../delivery/backlog.ts';
import { acknowledge, modifyDeadline, take } from '../delivery/deliveries.ts';
import { Refusal, toGrpcError } from '../refusal.ts';
import { sizeOf } from './message.ts';
import { received } from './pull.ts';
import { findSubscription } from './subscriptions.ts';

type Request = protos.google.pubsub.v1.IStreamingPullRequest;
type Call = ServerDuplexStream<Request, protos.google.pubsub.v1.IStreamingPullResponse>;

type Stream = {
  readonly call: Call;
  readonly backlog: Backlog;
  readonly exactlyOnce: boolean;
  /** The client's flow control. */
  readonly most: { readonly messages: number; readonly bytes: number };
  readonly outstanding: { messages: number; bytes: number };
  /** Milliseconds for each message to be acknowledged in. */
  deadline: number;
  open: boolean;
};

/** google.pubsub.v1.Subscriber.StreamingPull: sends what is ready for as long as the client has room for it. */
export function streamingPull(broker: Broker, call: Call): void {
  let stream: Stream | undefined;
  call.on('data', (request: Request) => {
    try {
      stream ??= open(broker, call, request);
      settle(stream, request);
      pump(stream);
    } catch (error) {
      call.emit('error', toGrpcError(error));
    }
  });
  call.on('end', () => call.end());
}

function open(broker: Broker, call: Call, request: Request): Stream {
  const { resource, backlog } = findSubscription(broker, request.subscription);
  const stream: Stream = {
    call,
    backlog,
    exactlyOnce: resource.enableExactlyOnceDelivery ?? false,
    most: { messages: limit(request.maxOutstandingMessages), bytes: limit(request.maxOutstandingBytes) },
    outstanding: { messages: 0, bytes: 0 },
    deadline: 0,
    open: true,
  };
  const listener = () => pump(stream);
  backlog.listeners.add(listener);
  const shut = () => {
    stream.open = false;
    backlog.listeners.delete(listener);
  };
  for (const end of ['end', 'error', 'cancelled']) call.on(end, shut);
  return stream;
}

/** Applies the acks and deadlines that a request carries. */
function settle(stream: Stream, request: Request): void {
  const { backlog } = stream;
  const { modifyDeadlineAckIds: ids = [], modifyDeadlineSeconds: seconds = [] } = request;
  stream.deadline = deadlineOf(stream, request);
  if (ids?.length !== seconds?.length)
    throw invalid('modify_deadline_seconds and modify_deadline_ack_ids differ in length');
  for (const ackId of request.ackIds ?? []) acknowledge(backlog, ackId);
  ids?.forEach((ackId, index) => {
    modifyDeadline(backlog, ackId, (seconds?.[index] ?? 0) * 1000);
  });
}

function deadlineOf(stream: Stream, { streamAckDeadlineSeconds: seconds }: Request): number {
  if (!seconds && stream.deadline > 0) return stream.deadline;
  if (!seconds || seconds < 10 || seconds > 600) throw invalid('stream_ack_deadline_seconds must be from 10 to 600');
  return seconds * 1000;
}

function pump(stream: Stream): void {
  const { call, backlog, most, outstanding } = stream;
  if (stream.open && backlog.closed)
    call.emit('error', toGrpcError(new Refusal('NOT_FOUND', 'Subscription does not exist')));
  while (stream.open && outstanding.messages < most.messages && outstanding.bytes < most.bytes) {
    if (!sendOne(stream)) return;
  }
}

/** False when nothing is ready. */
function sendOne(stream: Stream): boolean {
  const { call, backlog, exactlyOnce, outstanding } = stream;
  let bytes = 0;
  const ended = () => {
    outstanding.messages -= 1;
    outstanding.bytes -= bytes;
    pump(stream);
  };
  const [delivery] = take(backlog, 1, { deadline: stream.deadline, ended });
  if (!delivery) return false;
  bytes = sizeOf(delivery.message);
  outstanding.messages += 1;
  outstanding.bytes += bytes;
  const properties = { exactlyOnceDeliveryEnabled: exactlyOnce, messageOrderingEnabled: backlog.settings.ordered };
  call.write({ receivedMessages: [received(backlog, delivery)], subscriptionProperties: properties });
  return true;
}

function limit(given: Request['maxOutstandingMessages']): number {
  const most = Number(given ?? 0);
  return most > 0 ? most : Number.POSITIVE_INFINITY;
}

function invalid(message: string): Refusal {
  return new Refusal('INVALID_ARGUMENT', message);
}
