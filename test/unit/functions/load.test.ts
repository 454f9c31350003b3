import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const run = promisify(execFile);
const CHILD = join(import.meta.dirname, 'loaded-packages.ts');

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'waybill-load-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Folders in the place of what a cloud has. */
function foldersFor(...names: readonly string[]) {
  return Object.fromEntries(names.map((name) => [name, folder]));
}

/** A broker that is not there: a worker that loads has nothing to read. */
const KAFKA = { KAFKA_BROKERS: '127.0.0.1:1', KAFKA_TOPIC: 'orders', WAYBILL_HEALTH_PORT: '0' };

const BUT_STATE = ['BLOB_ROOT', 'MAIL_ROOT', 'EVENTS_ROOT', 'DEAD_LETTER_ROOT'];

/** The last words of an adapter that is loaded with these variables and no others. */
async function load(adapter: string, env: Readonly<Record<string, string>>): Promise<string> {
  const entry = join(import.meta.dirname, '../../../functions', adapter, 'index.ts');
  const { stdout, stderr } = await run(process.execPath, [CHILD, entry], {
    env: { PATH: process.env.PATH, NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE, ...env },
  }).catch((error: { stdout: string; stderr: string }) => error);
  return stdout.endsWith(']') ? 'loaded' : stderr;
}

describe('an adapter', () => {
  it.each(['gcp', 'azure', 'aws', 'kafka'])('loads over folders alone: %s', async (adapter) => {
    expect(await load(adapter, { ...KAFKA, ...foldersFor(...BUT_STATE, 'STATE_ROOT') })).toBe('loaded');
  });

  it.each([
    ['aws', 'STATE_TABLE is not set: expected the DynamoDB table for state, or STATE_ROOT with a folder'],
    ['azure', 'AZURE_STORAGE_CONNECTION_STRING is not set: expected the storage account’s connection string'],
    ['kafka', 'STATE_URL is not set: expected an address such as postgres://user:password@host:5432/database'],
  ])('does not load without state: %s', async (adapter, message) => {
    expect(await load(adapter, { ...KAFKA, ...foldersFor(...BUT_STATE) })).toContain(message);
  });

  it('does not load with partial answers for a source that no mapping has: aws', async () => {
    const env = { ...foldersFor(...BUT_STATE, 'STATE_ROOT'), WAYBILL_PARTIAL_BATCH: 'aws:sqs,aws:kafak' };
    expect(await load('aws', env)).toContain('Did you mean "aws:kafka"?');
  });
});
