import { join, resolve } from 'node:path';

/** What a host process says once it is up, as one line of JSON on stdout like every other line of it. */
export type Listening = { readonly message: 'listening'; readonly cloud: string; readonly url: string };

/** Says where the host listens, and ends it on a signal or with the process that started it, so that nothing is left running. */
export function announce(cloud: string, url: string, close: () => Promise<void>): void {
  const line: Listening = { message: 'listening', cloud, url };
  process.stdout.write(`${JSON.stringify({ level: 'info', ...line })}\n`);
  const end = () => void close().finally(() => process.exit(0));
  process.once('SIGINT', end);
  process.once('SIGTERM', end);
  if (process.env.WAYBILL_CHILD === undefined) return;
  // The parent holds the other end of stdin: it closes when the parent dies, however it dies.
  process.stdin.once('end', end).resume();
}

/** The port to listen on: PORT, or any free one. */
export function portFromEnv(): number {
  const port = Number(process.env.PORT ?? 0);
  if (Number.isInteger(port) && port >= 0 && port < 65_536) return port;
  throw new Error(`PORT is ${JSON.stringify(process.env.PORT)}: expected a number from 0 to 65535`);
}

/** The module to run: WAYBILL_ENTRY, such as a built bundle's `index.js`, or this one of the checkout. */
export function entryFromEnv(own: string): string {
  return resolve(process.env.WAYBILL_ENTRY ?? join(import.meta.dirname, '../..', own));
}
