import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SWEEP_EVENT } from '../../local/laptop/sweep-event.ts';
import { startGateway } from '../../local/payments/gateway.ts';
import { message, onBus, s3Record } from '../contract/aws/payloads.ts';
import { jpeg, orderPlaced, upload } from '../contract/things.ts';
import { buildAws } from './support/build-aws.ts';
import { createClosers } from './support/closers.ts';
import { findPort } from './support/free-port.ts';
import { createDeployment } from './support/serverless.ts';

const closers = createClosers();
afterAll(closers.closeAll);

const ROOTS = ['BLOB_ROOT', 'MAIL_ROOT', 'EVENTS_ROOT', 'DEAD_LETTER_ROOT', 'STATE_ROOT'] as const;

let client: LambdaClient;
let folder = '';

/** The packaged functions behind serverless-offline's Invoke endpoint, with folders in the cloud's place. */
beforeAll(async () => {
  const built = closers.add(await buildAws());
  folder = await mkdtemp(join(tmpdir(), 'waybill-offline-'));
  closers.add({ close: () => rm(folder, { recursive: true, force: true }) });
  const gateway = closers.add(await startGateway({ folder: join(folder, 'payments') }));
  const outputs = { settings: { PAYMENTS_URL: gateway.url } };
  const { root, ...deployment } = closers.add(await createDeployment({ outputs }));
  await cp(built.zip, join(root, 'dist/aws.zip'));
  const env = Object.fromEntries(ROOTS.map((name) => [name, join(folder, name)]));
  for (const path of Object.values(env)) await mkdir(path, { recursive: true });
  const port = await findPort();
  const args = ['offline', 'start', '--localEnvironment', '--lambdaPort', String(port)];
  const child = closers.add(deployment.start(args, env));
  await child.waitFor('endpoint', () => /for local invocation/.test(child.stdout() + child.stderr()));
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  client = new LambdaClient({ endpoint: `http://127.0.0.1:${port}`, region: 'eu-west-1', credentials, maxAttempts: 1 });
  closers.add({ close: async () => client.destroy() });
}, 120_000);

async function invoke(FunctionName: string, payload: object): Promise<unknown> {
  const answer = await client.send(new InvokeCommand({ FunctionName, Payload: JSON.stringify(payload) }));
  const text = Buffer.from(answer.Payload ?? []).toString();
  if (answer.FunctionError !== undefined) throw new Error(text);
  return text === '' ? null : JSON.parse(text);
}

describe('the packaged functions, invoked through serverless-offline', () => {
  it('take an order from the bus’s queue, and a photo from the uploads’', async () => {
    const photo = upload('pets/cat.jpg');
    await mkdir(join(folder, 'BLOB_ROOT/uploads/pets'), { recursive: true });
    await writeFile(join(folder, 'BLOB_ROOT/uploads/pets/cat.jpg'), await jpeg());
    const order = message(onBus(orderPlaced()), 0);
    const notification = message({ Records: [s3Record(photo)] }, 1);
    expect(await invoke('waybill-router', { Records: [order, notification] })).toEqual({ batchItemFailures: [] });
    expect(await readdir(join(folder, 'MAIL_ROOT'))).toHaveLength(1);
    expect((await readdir(join(folder, 'BLOB_ROOT'))).sort()).toContain('waybill-thumbnails-111122223333-eu-west-1');
  }, 60_000);

  it('take an order that EventBridge brings by itself', async () => {
    expect(await invoke('waybill-router', onBus(orderPlaced()))).toBeNull();
    expect(await readdir(join(folder, 'MAIL_ROOT'))).toHaveLength(2);
  });

  it('take the schedule’s sweep', async () => {
    expect(await invoke('waybill-router', SWEEP_EVENT)).toBeNull();
  });

  it('name the message alone that is not done', async () => {
    // A bucket that is not there yet.
    const early = s3Record(upload('pets/cat.jpg', { bucket: 'tomorrow' }));
    const [done, open] = [message(onBus(orderPlaced()), 0), message({ Records: [early] }, 1)];
    expect(await invoke('waybill-router', { Records: [done, open] })).toEqual({
      batchItemFailures: [{ itemIdentifier: 'message-1' }],
    });
  });

  it('file a letter of what a queue gave up on', async () => {
    const before = await readdir(join(folder, 'DEAD_LETTER_ROOT'));
    expect(await invoke('waybill-dead-letters', { Records: [message(onBus(orderPlaced()))] })).toEqual({
      batchItemFailures: [],
    });
    const after = await readdir(join(folder, 'DEAD_LETTER_ROOT'));
    expect(after.length).toBeGreaterThan(before.length);
  });
});
