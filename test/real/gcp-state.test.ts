import firestore from '@google-cloud/firestore';
import { credentials } from '@grpc/grpc-js';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createState } from '../../functions/gcp/state.ts';
import { describeStateStore } from '../contract/state-store.ts';
import { startFaultProxy } from '../fault-proxy.ts';
import { describeIf } from '../skip.ts';
import { setEnv } from '../unit/functions/set-env.ts';
import { findFirestore, startFirestore } from './firestore.ts';

const found = findFirestore();
const PROJECT = 'waybill-test';
const DOCUMENTS = `projects/${PROJECT}/databases/(default)/documents`;

let emulator: Awaited<ReturnType<typeof startFirestore>> | undefined;
let admin: InstanceType<typeof firestore.v1.FirestoreClient>;
let tables = 0;
beforeAll(async () => {
  if ('missing' in found) return;
  emulator = await startFirestore(found.jar);
  const place = { servicePath: '127.0.0.1', port: emulator.port, sslCreds: credentials.createInsecure() };
  admin = new firestore.v1.FirestoreClient({ ...place, projectId: PROJECT });
}, 60_000);
afterAll(async () => {
  await admin?.close();
  await emulator?.close();
});

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** An empty collection group, reached through a way that can be spoilt. */
async function createHome() {
  if (emulator === undefined) throw new Error('the emulator is not running');
  const way = await startFaultProxy(emulator.port);
  closing.push(way.close);
  closing.push(setEnv({ FIRESTORE_EMULATOR_HOST: `127.0.0.1:${way.port}`, GOOGLE_CLOUD_PROJECT: PROJECT }));
  tables += 1;
  const STATE_TABLE = `state${tables}`;
  return {
    open: (now: () => number) => createState({ STATE_TABLE }, now),
    fault: way.set,
    tear: () => tear(STATE_TABLE),
    STATE_TABLE,
  };
}

async function stored(collectionId: string) {
  const [documents] = await admin.listDocuments({ parent: `${DOCUMENTS}/waybill/c`, collectionId });
  return documents;
}

async function tear(table: string) {
  for (const { name, fields } of await stored(table)) {
    const value = { stringValue: String(fields?.value?.stringValue).slice(0, 3) };
    await admin.updateDocument({ document: { name: `${name}`, fields: { ...fields, value } } });
  }
}

describeIf(!('missing' in found), 'missing' in found ? found.missing : '')('Google’s Firestore emulator', () => {
  describeStateStore('state in Firestore', createHome, { faults: true, tears: true, runs: 15 });

  describe('Firestore', () => {
    it('is told by a timestamp when it may clean a record up', async () => {
      const { open, STATE_TABLE } = await createHome();
      const store = open(Date.now);
      await store.put('c', 'soon', { value: 1, if: 'absent', expiresAt: 4_000_000_000_001 });
      await store.put('c', 'never', { value: 1, if: 'absent', expiresAt: Number.MAX_SAFE_INTEGER });
      const times = (await stored(STATE_TABLE)).map(({ fields }) => Number(fields?.ttl?.timestampValue?.seconds));
      expect(times.toSorted((a, b) => a - b)).toEqual([4_000_000_001, 253_402_300_799]);
    });
  });
});
