import { Server, type ServerUnaryCall, type sendUnaryData, type UntypedServiceImplementation } from '@grpc/grpc-js';
import type { Methods } from '../api/methods.ts';
import { streamingPull } from '../api/streaming-pull.ts';
import type { Broker } from '../broker.ts';
import { toGrpcError } from '../refusal.ts';
import type { PubSubProto } from './proto.ts';

/** More than any request that the limits allow, so that one that is too large gets the answer of those limits. */
const largestMessage = 64 * 1024 * 1024;

/** google.pubsub.v1 over gRPC; not listening yet. */
export function grpcServer(
  proto: PubSubProto,
  broker: Broker,
  methods: { publisher: Methods; subscriber: Methods },
): Server {
  const server = new Server({ 'grpc.max_receive_message_length': largestMessage });
  server.addService(proto.publisher, unaries(methods.publisher));
  server.addService(proto.subscriber, {
    ...unaries(methods.subscriber),
    StreamingPull: (call: Parameters<typeof streamingPull>[1]) => streamingPull(broker, call),
  });
  return server;
}

function unaries(methods: Methods): UntypedServiceImplementation {
  return Object.fromEntries(Object.entries(methods).map(([name, method]) => [name, unary(method)]));
}

function unary(method: Methods[string]) {
  return async (call: ServerUnaryCall<object, object>, done: sendUnaryData<object>) => {
    const gone = new AbortController();
    call.on('cancelled', () => gone.abort());
    try {
      done(null, await method(call.request, gone.signal));
    } catch (error) {
      done(toGrpcError(error));
    }
  };
}
