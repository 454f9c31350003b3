import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { ServiceDefinition, UntypedServiceImplementation } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';

/** The part of a google.protobuf.DescriptorProto that the JSON form needs. */
export type Descriptor = {
  readonly name: string;
  readonly field: readonly FieldDescriptor[];
  readonly nestedType: readonly Descriptor[];
  readonly options: { readonly mapEntry?: boolean } | null;
};

export type FieldDescriptor = {
  readonly name: string;
  readonly label: string;
  readonly type: string;
  readonly typeName: string;
};

export type Service = ServiceDefinition<UntypedServiceImplementation>;

export type PubSubProto = {
  readonly publisher: Service;
  readonly subscriber: Service;
  /** A message type by its name in google.pubsub.v1. */
  readonly types: ReadonlyMap<string, Descriptor>;
};

const prefix = 'google.pubsub.v1.';
let loaded: PubSubProto | undefined;

/** Google's own definitions, out of the packages of its client. Read once, when first asked for. */
export function loadPubSubProto(): PubSubProto {
  loaded ??= read();
  return loaded;
}

function read(): PubSubProto {
  const client = createRequire(import.meta.url).resolve('@google-cloud/pubsub');
  const gax = createRequire(client).resolve('google-gax');
  const includeDirs = [client, gax].map((entry) => join(dirname(entry), '../protos'));
  const definitions = loadSync('google/pubsub/v1/pubsub.proto', { includeDirs, longs: Number, enums: String });
  const types = Object.entries(definitions).flatMap(([name, definition]): [string, Descriptor][] => {
    if (!name.startsWith(prefix) || !('type' in definition)) return [];
    return [[name.slice(prefix.length), definition.type as Descriptor]]; // typed `object`; it is a google.protobuf.DescriptorProto
  });
  return {
    publisher: definitions[`${prefix}Publisher`] as Service, // the definition of a service by that file
    subscriber: definitions[`${prefix}Subscriber`] as Service, // likewise
    types: new Map(types),
  };
}
