import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';

const run = promisify(execFile);
const CHILD = join(import.meta.dirname, 'loaded-packages.ts');

/** What is loaded with the first event that needs it: clients that a cold start would wait for, and that most events never use. */
const HEAVY =
  /^(@google-cloud\/(storage|pubsub|firestore)|google-gax|@azure\/(storage-blob|eventgrid|data-tables|identity|msal-node)|@aws-sdk\/.*|@smithy\/.*|@platformatic\/kafka|sharp|nodemailer)$/;

const env = {
  PATH: process.env.PATH,
  NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
  PUBSUB_TOPIC: 'orders',
  EVENT_GRID_TOPIC_ENDPOINT: 'https://orders.example/api/events',
  EVENT_GRID_TOPIC_KEY: 'a2V5',
  AZURE_STORAGE_CONNECTION_STRING: 'UseDevelopmentStorage=true',
  EVENT_BUS_NAME: 'orders',
  STATE_TABLE: 'state',
  DEAD_LETTERS_BUCKET: 'dead-letters',
  SMTP_URL: 'smtp://127.0.0.1:25',
};

const packagesOf = (adapter: string, more = {}) => loadedBy(join('functions', adapter, 'index.ts'), more);

async function loadedBy(file: string, more = {}): Promise<string[]> {
  const entry = join(import.meta.dirname, '../../..', file);
  const { stdout } = await run(process.execPath, [CHILD, entry], { env: { ...env, ...more } });
  return JSON.parse(stdout.slice(stdout.indexOf('[')));
}

describe('a cold start', () => {
  it.each([
    ['gcp', '@google-cloud/functions-framework'],
    ['azure', '@azure/functions'],
    ['aws', 'zod'],
  ])('of %s loads no client, though it may need one later', async (adapter, own) => {
    const packages = await packagesOf(adapter);
    expect(packages).toContain(own);
    expect(packages.filter((name) => HEAVY.test(name))).toEqual([]);
  });

  it('of azure with an identity loads no client either', async () => {
    const identity = { AZURE_STORAGE_ACCOUNT: 'shop', AZURE_STORAGE_CONNECTION_STRING: '', EVENT_GRID_TOPIC_KEY: '' };
    const packages = await packagesOf('azure', identity);
    expect(packages.filter((name) => HEAVY.test(name))).toEqual([]);
  });

  it('of aws with Kafka loads no client either', async () => {
    const packages = await packagesOf('aws', { KAFKA_BROKERS: '127.0.0.1:9092', KAFKA_TOPIC: 'orders' });
    expect(packages.filter((name) => HEAVY.test(name))).toEqual([]);
  });
});

describe('what a user waits for', () => {
  it.each([
    ['the waybill command', 'cli/program.ts', 'commander'],
    ['npm start', 'local/laptop/run.ts', 'smtp-server'],
  ])('%s loads no Kafka client where nobody speaks of Kafka', async (_name, file, own) => {
    const packages = await loadedBy(file);
    expect(packages).toContain(own);
    expect(packages).not.toContain('@platformatic/kafka');
  });
});
