import { announce, portFromEnv } from './announce.ts';
import { startAzureHost } from './azure/host.ts';

/** The Azure adapter in the local Functions host, with the unmodified `@azure/functions`. */
const host = await startAzureHost({
  load: () => import('../../functions/azure/index.ts'),
  port: portFromEnv(),
  onLog: ({ level, message }) => {
    if (level === 'error' || level === 'critical') process.stderr.write(`${message}\n`);
  },
});

announce('azure', host.url, host.close);
