import { TableClient } from '@azure/data-tables';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createState } from '../../../../functions/azure/state.ts';
import { describeStateStore } from '../../../contract/state-store.ts';
import { createClosers } from '../../../e2e/support/closers.ts';
import { startFaultProxy } from '../../../fault-proxy.ts';
import { connectionTo, startAzuriteTables } from './azurite.ts';

let azurite: Awaited<ReturnType<typeof startAzuriteTables>>;
let tables = 0;
beforeAll(async () => {
  azurite = await startAzuriteTables();
});
afterAll(() => azurite.close());

const closers = createClosers();
afterEach(closers.closeAll);

/** An empty table, reached through a way that can be spoilt. */
async function createHome() {
  const way = closers.add(await startFaultProxy(azurite.port));
  tables += 1;
  const STATE_TABLE = `state${tables}`;
  const options = { allowInsecureConnection: true };
  const client = TableClient.fromConnectionString(connectionTo(azurite.port, 'Table'), STATE_TABLE, options);
  await client.createTable();
  const env = { AZURE_STORAGE_CONNECTION_STRING: connectionTo(way.port, 'Table'), STATE_TABLE };
  const tear = async () => {
    for await (const { partitionKey = '', rowKey = '', value } of client.listEntities())
      await client.updateEntity({ partitionKey, rowKey, value: String(value).slice(0, 3) }, 'Merge');
  };
  return { open: (now: () => number) => createState(env, now), fault: way.set, tear };
}

describeStateStore('state in Azure Tables', createHome, { faults: true, tears: true, runs: 15 });

describe('Azure Tables', () => {
  it('is unavailable where the table is missing: nothing is absent or lost', async () => {
    const env = { AZURE_STORAGE_CONNECTION_STRING: connectionTo(azurite.port, 'Table'), STATE_TABLE: 'nowhere' };
    const store = createState(env, Date.now);
    const version = `${Number.MAX_SAFE_INTEGER}/W/"datetime'2026-01-01T00%3A00%3A00.0000000Z'"`;
    const write = { value: 1, expiresAt: Number.MAX_SAFE_INTEGER };
    const unavailable = { name: 'PortError', kind: 'unavailable', port: 'state' };
    await expect(store.get('c', 'k')).rejects.toMatchObject(unavailable);
    await expect(store.put('c', 'k', { ...write, if: 'absent' })).rejects.toMatchObject(unavailable);
    await expect(store.put('c', 'k', { ...write, if: { version } })).rejects.toMatchObject(unavailable);
    await expect(store.delete('c', 'k', version)).rejects.toMatchObject(unavailable);
    await expect(store.list('c', { limit: 1 })).rejects.toMatchObject(unavailable);
  });
});
