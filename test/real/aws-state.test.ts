import { afterAll, afterEach, beforeAll } from '@jest/globals';
import { describeStateStore } from '../contract/state-store.ts';
import { describeIf } from '../skip.ts';
import { createDynamoBench } from '../unit/functions/aws/dynamo-bench.ts';
import { findMoto, type Moto, startMoto } from './moto.ts';

const found = findMoto();

let moto: Moto | undefined;
beforeAll(async () => {
  if (!('missing' in found)) moto = await startMoto(found.command);
}, 60_000);
afterAll(() => moto?.close());

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

describeIf(!('missing' in found), 'missing' in found ? found.missing : '')('moto’s DynamoDB', () => {
  const createHome = async () => {
    if (moto === undefined) throw new Error('Moto is not running');
    const bench = await createDynamoBench(moto.port);
    closing.push(bench.close);
    return bench;
  };
  describeStateStore('state in DynamoDB', createHome, { faults: true, tears: true, runs: 15 });
});
