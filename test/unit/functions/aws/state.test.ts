import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createState } from '../../../../functions/aws/state.ts';
import { describeStateStore } from '../../../contract/state-store.ts';
import { createClosers } from '../../../e2e/support/closers.ts';
import { startDynalite } from './dynalite.ts';
import { createDynamoBench } from './dynamo-bench.ts';

let dynalite: Awaited<ReturnType<typeof startDynalite>>;
beforeAll(async () => {
  dynalite = await startDynalite();
});
afterAll(() => dynalite.close());

const closers = createClosers();
afterEach(closers.closeAll);

async function createHome() {
  return closers.add(await createDynamoBench(dynalite.port));
}

describeStateStore('state in DynamoDB', createHome, { faults: true, tears: true, runs: 15 });

describe('DynamoDB', () => {
  it('is told in seconds when it may clean a record up', async () => {
    const { open, client, STATE_TABLE: TableName } = await createHome();
    await open(Date.now).put('c', 'k', { value: 1, if: 'absent', expiresAt: 4_000_000_000_001 });
    const { Items = [] } = await client.send(new ScanCommand({ TableName }));
    expect(Items[0]?.ttl).toEqual({ N: '4000000001' });
  });

  it('is unavailable where the table is missing: nothing is absent or lost', async () => {
    await createHome();
    const store = createState({ STATE_TABLE: 'nowhere' }, Date.now);
    const write = { value: 1, expiresAt: Number.MAX_SAFE_INTEGER };
    const version = `${write.expiresAt}/some`;
    const unavailable = { name: 'PortError', kind: 'unavailable', port: 'state' };
    await expect(store.get('c', 'k')).rejects.toMatchObject(unavailable);
    await expect(store.put('c', 'k', { ...write, if: 'absent' })).rejects.toMatchObject(unavailable);
    await expect(store.put('c', 'k', { ...write, if: { version } })).rejects.toMatchObject(unavailable);
    await expect(store.delete('c', 'k', version)).rejects.toMatchObject(unavailable);
    await expect(store.list('c', { limit: 1 })).rejects.toMatchObject(unavailable);
  });

  it('needs a table', () => {
    expect(() => createState({}, Date.now)).toThrow('STATE_TABLE is not set');
  });
});
