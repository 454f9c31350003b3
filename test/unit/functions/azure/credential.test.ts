import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { TableClient } from '@azure/data-tables';
import { BlobServiceClient } from '@azure/storage-blob';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createBlobs } from '../../../../functions/azure/blobs.ts';
import { createPublisher } from '../../../../functions/azure/publisher.ts';
import { createState } from '../../../../functions/azure/state.ts';
import { readBody } from '../../../../local/http.ts';
import { describeIf } from '../../../skip.ts';
import { EVENT } from '../published-events.ts';
import { setEnv } from '../set-env.ts';
import { connectionTo, startAzurite, startAzuriteTables } from './azurite.ts';
import { type Certificate, createCertificate, hasOpenssl, trust } from './certificate.ts';
import { startIdentityEndpoint } from './identity-endpoint.ts';
import { startTunnel } from './tunnel.ts';

const ACCOUNT = 'devstoreaccount1';
const CLIENT_ID = randomUUID();

const closing: (() => unknown)[] = [];
afterAll(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** A topic that takes events of whoever has a token for Event Grid. */
async function startTopic({ cert, key }: Certificate) {
  const taken: unknown[] = [];
  const server = createServer({ cert: await readFile(cert), key: await readFile(key) }, async (request, response) => {
    const [, claims = ''] = (request.headers.authorization ?? '').split('.');
    const isRight = Buffer.from(claims, 'base64url').toString().includes('"aud":"https://eventgrid.azure.net"');
    if (isRight) taken.push(...JSON.parse((await readBody(request)).toString()));
    response.writeHead(isRight ? 200 : 401).end();
  });
  closing.push(() => server.close() && server.closeAllConnections());
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo; // a TCP server's address is never a string
  return { endpoint: `https://127.0.0.1:${port}/api/events`, taken };
}

/** A storage account that is reached by its own name, with TLS and tokens, and a topic. */
async function startCloud() {
  const folder = await mkdtemp(join(tmpdir(), 'waybill-identity-'));
  closing.push(() => rm(folder, { recursive: true, force: true }));
  const certificate = createCertificate(folder);
  closing.push(trust(certificate));
  const options = ['--cert', certificate.cert, '--key', certificate.key, '--oauth', 'basic'];
  const [blob, table] = await Promise.all([startAzurite(...options), startAzuriteTables(...options)]);
  closing.push(blob.close, table.close);
  const hosts = { [`${ACCOUNT}.blob.core.windows.net`]: blob.port, [`${ACCOUNT}.table.core.windows.net`]: table.port };
  const tunnel = await startTunnel(new Map(Object.entries(hosts)));
  closing.push(tunnel.close, setEnv({ HTTPS_PROXY: tunnel.url, NO_PROXY: '127.0.0.1' }));
  await createHomes(blob.port, table.port);
  return { topic: await startTopic(certificate) };
}

/** With the account's key, as who deploys makes them. */
async function createHomes(blobs: number, tables: number): Promise<void> {
  const overTls = (connection: string) => connection.replaceAll('http', 'https');
  await BlobServiceClient.fromConnectionString(overTls(connectionTo(blobs))).createContainer('uploads');
  await TableClient.fromConnectionString(overTls(connectionTo(tables, 'Table')), 'waybillstate').createTable();
}

describeIf(hasOpenssl, 'no openssl on the PATH to make a certificate with')('an identity instead of keys', () => {
  let topic: Awaited<ReturnType<typeof startTopic>>;
  let identity: Awaited<ReturnType<typeof startIdentityEndpoint>>;
  beforeAll(async () => {
    ({ topic } = await startCloud());
    identity = await startIdentityEndpoint(CLIENT_ID);
    closing.push(identity.close, setEnv(identity.env));
  });

  function envOf(clientId: string) {
    return {
      ...identity.env,
      AZURE_CLIENT_ID: clientId,
      AZURE_STORAGE_ACCOUNT: ACCOUNT,
      EVENT_GRID_TOPIC_ENDPOINT: topic.endpoint,
    };
  }

  it('writes and reads blobs', async () => {
    const blobs = createBlobs(envOf(CLIENT_ID));
    const place = { bucket: 'uploads', name: 'a.txt' };
    const write = { ...place, bytes: Buffer.from('x'), contentType: 'text/plain', metadata: {}, over: null };
    expect(await blobs.write(write)).toBe('written');
    expect(await blobs.read({ ...place, version: '' }, 10)).toMatchObject({ blob: { contentType: 'text/plain' } });
  });

  it('keeps state', async () => {
    const state = createState(envOf(CLIENT_ID), Date.now);
    await state.put('c', 'k', { value: 1, expiresAt: Number.MAX_SAFE_INTEGER, if: 'absent' });
    expect(await state.get('c', 'k')).toMatchObject({ value: 1 });
  });

  it('publishes', async () => {
    await createPublisher(envOf(CLIENT_ID))([EVENT]);
    expect(topic.taken).toMatchObject([{ id: EVENT.id }]);
  });

  it('asks for one token of each kind, however many requests need it', async () => {
    const blobs = createBlobs(envOf(CLIENT_ID));
    await Promise.all(['a', 'b', 'c'].map((name) => blobs.head('uploads', name)));
    expect(identity.resources.filter((resource) => resource.includes('storage'))).toHaveLength(1);
  });

  const calls: [string, (env: ReturnType<typeof envOf>) => Promise<unknown>][] = [
    ['blobs', (env) => createBlobs(env).head('uploads', 'a.txt')],
    ['state', (env) => createState(env, Date.now).get('c', 'k')],
    ['publisher', (env) => createPublisher(env)([EVENT])],
  ];

  it.each(calls)('that is not assigned to the app makes %s unavailable, and nothing absent', async (port, call) => {
    const other = randomUUID();
    const error = await call(envOf(other)).catch((thrown: unknown) => thrown);
    const message = expect.stringMatching(`no token for https://.*the identity AZURE_CLIENT_ID=${other} gives none`);
    expect(error).toMatchObject({ name: 'PortError', kind: 'unavailable', port, message });
    expect(inspect(error, { depth: null, showHidden: true })).not.toContain(identity.env.IDENTITY_HEADER);
  });

  it.each(calls)('of nobody makes %s unavailable, and says how to log in', async (port, call) => {
    // Not the machine's own logins, which may be good ones.
    const restore = setEnv({ AZURE_TOKEN_CREDENTIALS: 'EnvironmentCredential' });
    const { IDENTITY_ENDPOINT: _, ...env } = envOf('');
    const error = await call(env as ReturnType<typeof envOf>).catch((thrown: unknown) => thrown); // less what tells a function app
    restore();
    const message = expect.stringMatching(/nobody is logged in\. Run `az login`/);
    expect(error).toMatchObject({ name: 'PortError', kind: 'unavailable', port, message });
  });
});
