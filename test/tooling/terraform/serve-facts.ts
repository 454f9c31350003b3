import { join } from 'node:path';
import {
  type GrpcObject,
  loadPackageDefinition,
  Server,
  ServerCredentials,
  type ServiceClientConstructor,
} from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import type { Block, Nested, Schemas } from './facts.ts';

/**
 * A provider that knows its schema and does nothing: Terraform itself then validates a module, and tests it with mocks, though the
 * provider’s own binary is not to be had. `env` is what Terraform is to be started with. Lists stand for sets, which the facts do not tell
 * apart, and an optional argument is computed by nobody.
 */
export async function serveFacts(
  providers: readonly string[],
  facts: Schemas,
): Promise<{ readonly env: Readonly<Record<string, string>>; readonly close: () => void }> {
  const servers = await Promise.all(
    providers.map(async (name) => [name, await serve(toSchemas(name, facts))] as const),
  );
  const reattach = servers.map(([name, { port }]) => [
    `registry.terraform.io/hashicorp/${name}`,
    {
      Protocol: 'grpc',
      ProtocolVersion: 6,
      Pid: process.pid,
      Test: true,
      Addr: { Network: 'tcp', String: `127.0.0.1:${port}` },
    },
  ]);
  return {
    env: { TF_REATTACH_PROVIDERS: JSON.stringify(Object.fromEntries(reattach)) },
    close: () => {
      for (const [, { server }] of servers) server.forceShutdown();
    },
  };
}

async function serve(schemas: object): Promise<{ readonly server: Server; readonly port: number }> {
  const server = new Server();
  const answer = (value: object) => (_: unknown, callback: (error: null, value: object) => void) =>
    callback(null, value);
  server.addService(loadService(), {
    GetProviderSchema: answer(schemas),
    ValidateProviderConfig: answer({}),
    ValidateResourceConfig: answer({}),
    ValidateDataResourceConfig: answer({}),
    ConfigureProvider: answer({}),
    StopProvider: answer({}),
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    );
  });
  return { server, port };
}

function loadService(): ServiceClientConstructor['service'] {
  const loaded = loadPackageDefinition(loadSync(join(import.meta.dirname, 'plugin.proto'), { keepCase: true }));
  const { Provider } = loaded.tfplugin6 as GrpcObject; // plugin.proto's package
  return (Provider as ServiceClientConstructor).service; // and its only service
}

function toSchemas(provider: string, facts: Schemas): object {
  const own = (blocks: Readonly<Record<string, Block>>) =>
    Object.fromEntries(
      Object.entries(blocks)
        .filter(([type]) => type.startsWith(`${provider}_`))
        .map(([type, block]) => [type, { version: 0, block: toBlock(block) }]),
    );
  return {
    provider: { version: 0, block: toBlock(facts.provider[provider] ?? {}) },
    resource_schemas: own(facts.resource),
    data_source_schemas: own(facts.data),
  };
}

function toBlock({ required = {}, optional = {}, computed = {}, blocks = {} }: Block): object {
  const attributes = (members: Readonly<Record<string, string>>, how: object) =>
    Object.entries(members).map(([name, type]) => ({ name, type: Buffer.from(JSON.stringify(toCty(type))), ...how }));
  return {
    attributes: [
      ...attributes(required, { required: true }),
      ...attributes(optional, { optional: true }),
      ...attributes(computed, { computed: true }),
    ],
    block_types: Object.entries(blocks).map(([name, nested]) => toNested(name, nested)),
  };
}

/** The protocol's number for a list. */
const LIST = 2;

function toNested(name: string, nested: Nested): object {
  return {
    type_name: name,
    block: toBlock(nested),
    nesting: LIST,
    min_items: nested.min ?? 0,
    max_items: nested.max ?? 0,
  };
}

/** `list(string)` as Terraform's JSON for types has it. */
function toCty(type: string): unknown {
  const [, collection, element = ''] = /^(list|map)\((.*)\)$/.exec(type) ?? [];
  if (collection !== undefined) return [collection, toCty(element)];
  return type === 'any' ? 'dynamic' : type;
}
