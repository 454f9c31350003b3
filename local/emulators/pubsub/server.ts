import { type Clock, createClock } from '../../clock.ts';
import { publisherMethods } from './api/publisher.ts';
import { subscriberMethods } from './api/subscriber.ts';
import { closeBroker, countPending, createBroker } from './broker.ts';
import type { PubSubEvent } from './events.ts';
import { createPost } from './push/post.ts';
import { grpcServer } from './wire/grpc.ts';
import { listenOnOnePort } from './wire/one-port.ts';
import { loadPubSubProto } from './wire/proto.ts';
import { restHandler } from './wire/rest.ts';

export type PubSub = {
  /** `127.0.0.1:PORT`, for PUBSUB_EMULATOR_HOST. */
  readonly host: string;
  /** `http://127.0.0.1:PORT`, where the REST API's `/v1/…` begins: the same port. */
  readonly url: string;
  /** Messages neither acknowledged nor given up, in the named subscription or in all: 0 when there is nothing left to deliver. */
  readonly pending: (subscription?: string) => number;
  /** Forgets everything and ends the connections and the pushes under way. */
  readonly close: () => Promise<void>;
};

/**
 * A Pub/Sub server on the loopback address: gRPC and REST, pull, streaming pull and push, with Google's documented rules for deadlines,
 * retries, dead letters, ordering, filters and limits. Pushes carry no OIDC token. Without a port it takes any free one; without a clock, the
 * machine's.
 */
export async function startPubSub(
  options: { port?: number; clock?: Clock; onEvent?: (event: PubSubEvent) => void } = {},
): Promise<PubSub> {
  const { port = 0, clock = createClock(), onEvent = () => {} } = options;
  const proto = loadPubSubProto();
  const { post, close: closePost } = createPost();
  const broker = createBroker({ clock, emit: onEvent, post });
  const [publisher, subscriber] = [publisherMethods(broker), subscriberMethods(broker)];
  const rest = restHandler(proto.types, [
    [proto.publisher, publisher],
    [proto.subscriber, subscriber],
  ]);
  const listening = await listenOnOnePort(grpcServer(proto, broker, { publisher, subscriber }), rest, port);
  const host = `127.0.0.1:${listening.port}`;
  const close = async () => {
    await listening.close();
    closeBroker(broker);
    closePost();
  };
  return { host, url: `http://${host}`, pending: (subscription) => countPending(broker, subscription), close };
}
