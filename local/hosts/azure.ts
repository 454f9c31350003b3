import { pathToFileURL } from 'node:url';
import { announce, entryFromEnv, portFromEnv } from './announce.ts';
import { startAzureHost } from './azure/host.ts';

/** The Azure adapter, or the app that WAYBILL_ENTRY names, in the local Functions host, with the unmodified `@azure/functions`. */
const entry = entryFromEnv('functions/azure/index.ts');
const host = await startAzureHost({
  load: () => import(pathToFileURL(entry).href),
  port: portFromEnv(),
  onLog: ({ level, message }) => {
    if (level === 'error' || level === 'critical') process.stderr.write(`${message}\n`);
  },
});

announce('azure', host.url, host.close);
