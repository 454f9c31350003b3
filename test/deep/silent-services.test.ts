import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from '@jest/globals';

const run = promisify(execFile);

/** The clients' own patience is from a minute to for ever; a function that waits for it is ended by its platform. */
const LIMIT = 20_000;

it('every service that takes a connection and never answers is unavailable, and soon', async () => {
  const calls = join(import.meta.dirname, 'call-silent-services.ts');
  const { stdout } = await run(process.execPath, [calls], { timeout: LIMIT });
  expect(JSON.parse(stdout)).toEqual({
    'Pub/Sub': 'unavailable',
    'Event Grid': 'unavailable',
    EventBridge: 'unavailable',
    Kafka: 'unavailable',
    'Cloud Storage': 'unavailable',
    'Blob Storage': 'unavailable',
    'Azure’s identity': 'unavailable',
    S3: 'unavailable',
  });
});
