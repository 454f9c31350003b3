import type { TableClient, TableEntityResult } from '@azure/data-tables';
import type { Env } from '../../shared/delivery/embedded/env.ts';
import { once } from '../../shared/delivery/once.ts';
import { createCatch } from '../../shared/delivery/port-error.ts';
import { createTableState, type KeptRow, type Place, type Row, type Table } from '../../shared/delivery/table-state.ts';
import { tryTwice } from '../../shared/delivery/try-twice.ts';
import type { StateStore } from '../../shared/routing/context.ts';
import { accountFromEnv } from './account.ts';
import { statusOf } from './status-of.ts';

const ifStatus = createCatch('state', statusOf);

/**
 * State in Azure Tables: the account that the environment names, the table STATE_TABLE (`waybillstate` unless set). A collection
 * is a partition. Azure Tables cleans nothing up by itself. The client is made on first use.
 */
export function createState(env: Env, now: () => number): StateStore {
  const account = accountFromEnv(env);
  const name = env.STATE_TABLE ?? 'waybillstate';
  const connect = once(async () => {
    const { TableClient } = await import('@azure/data-tables');
    const retryOptions = { maxRetries: 0 };
    if (account.kind === 'identity') {
      const url = `https://${account.name}.table.core.windows.net`;
      return new TableClient(url, name, account.credential, { retryOptions });
    }
    const { connection } = account;
    const allowInsecureConnection = /TableEndpoint=http:|DefaultEndpointsProtocol=http(;|$)/i.test(connection);
    return TableClient.fromConnectionString(connection, name, { allowInsecureConnection, retryOptions });
  });
  return createTableState(toTable(connect), now);
}

type Connect = () => Promise<TableClient>;

function toTable(connect: Connect): Table {
  return {
    read: async ({ collection, key }, abortSignal) => {
      const client = await connect();
      return client.getEntity<Row>(collection, key, { abortSignal }).then(toRow, ifStatus([404], undefined));
    },
    insert: async (place, row, abortSignal) => {
      const client = await connect();
      return client.createEntity(toEntity(place, row), { abortSignal }).then(tokenOf, ifStatus([409], undefined));
    },
    replace: async (place, { over, ...row }, abortSignal) => {
      const client = await connect();
      const options = { etag: over, abortSignal };
      return client
        .updateEntity(toEntity(place, row), 'Replace', options)
        .then(tokenOf, ifStatus([404, 412], undefined));
    },
    remove: async ({ collection, key }, etag, abortSignal) => {
      const client = await connect();
      return client.deleteEntity(collection, key, { etag, abortSignal }).then(() => true, ifStatus([404, 412], false));
    },
    scan: (from, size) => scan(connect, from, size),
  };
}

async function* scan(connect: Connect, { collection, key }: Place, maxPageSize: number): AsyncGenerator<KeptRow> {
  const client = await connect();
  const filter = `PartitionKey eq '${collection}' and RowKey ge '${key}'`;
  let continuationToken: string | undefined = '';
  do {
    const page = await tryTwice('state', (abortSignal) => {
      const entities = client.listEntities<Row>({ queryOptions: { filter }, abortSignal });
      return entities
        .byPage({ maxPageSize, ...(continuationToken && { continuationToken }) })
        .next()
        .catch(ifStatus([], undefined));
    });
    if (page?.value === undefined) return;
    yield* page.value.map(toRow);
    continuationToken = page.value.continuationToken;
  } while (continuationToken);
}

function toEntity({ collection, key }: Place, row: Row) {
  return { partitionKey: collection, rowKey: key, ...row };
}

function toRow({ name, value, mark, expiresAt, etag }: TableEntityResult<Row>): KeptRow {
  return { name, value, mark, expiresAt, token: etag };
}

function tokenOf({ etag }: { readonly etag?: string }): string {
  if (etag === undefined) throw new Error('an answer without an ETag');
  return etag;
}
