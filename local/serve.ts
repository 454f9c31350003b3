import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

/**
 * One adapter alone in its runtime, over folders: `npm run serve:gcp`, `serve:azure`, `serve:aws`. Every folder can be set; what is
 * not set goes below `.waybill/serve-CLOUD`.
 */
const CLOUDS = new Map([
  [
    'gcp',
    {
      port: '8081',
      load: () => import('./hosts/gcp.ts'),
      say: (url: string) => `POST Pub/Sub pushes and CloudEvents to ${url}/`,
    },
  ],
  [
    'azure',
    {
      port: '8082',
      load: () => import('./hosts/azure.ts'),
      say: (url: string) => `POST Event Grid events to ${url}/runtime/webhooks/eventgrid?functionName=router`,
    },
  ],
  [
    'aws',
    {
      port: '8083',
      load: () => import('./hosts/aws.ts'),
      say: (url: string) => `invoke: aws lambda invoke --endpoint-url ${url} --function-name router …`,
    },
  ],
]);

const FOLDERS = {
  BLOB_ROOT: 'blobs',
  MAIL_ROOT: 'mail',
  EVENTS_ROOT: 'events',
  DEAD_LETTER_ROOT: 'dead-letters',
  STATE_ROOT: 'state',
};

const cloud = process.argv[2] ?? '';
const choice = CLOUDS.get(cloud);
if (choice === undefined) {
  process.stderr.write(`No such cloud: expected ${[...CLOUDS.keys()].join(', ')}, got ${JSON.stringify(cloud)}\n`);
  process.exit(2);
}

process.env.PORT ??= choice.port;
for (const [variable, name] of Object.entries(FOLDERS)) {
  const folder = resolve(process.env[variable] ?? join('.waybill', `serve-${cloud}`, name));
  process.env[variable] = folder;
  const isNew = mkdirSync(folder, { recursive: true }) !== undefined;
  process.stderr.write(`${variable.padEnd(17)}${folder}${isNew ? ' (new)' : ''}\n`);
}
if (process.env.PAYMENTS_URL === undefined)
  process.stderr.write('PAYMENTS_URL     not set: charges wait for a gateway (local/payments/README.md has one)\n');
for (const bucket of ['uploads', 'thumbnails'])
  mkdirSync(join(String(process.env.BLOB_ROOT), bucket), { recursive: true });

try {
  await choice.load();
  process.stderr.write(`${choice.say(`http://127.0.0.1:${process.env.PORT}`)}\n`);
} catch (error) {
  const isTaken = error instanceof Error && Reflect.get(error, 'code') === 'EADDRINUSE';
  process.stderr.write(
    isTaken
      ? `Port ${process.env.PORT} is taken: set PORT to a free one\n`
      : `${error instanceof Error ? error.stack : error}\n`,
  );
  process.exit(1);
}
