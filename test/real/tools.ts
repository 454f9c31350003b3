import { execFile } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** Where what a test has fetched or built stays for the next run. */
export const CACHE = join(import.meta.dirname, '../../node_modules/.cache/waybill');

/** Runs a program to its end; rejects when that is a bad one. */
export const run = promisify(execFile);

/** Whether a program is there and ends well. */
export async function works(command: string, ...args: readonly string[]): Promise<boolean> {
  return run(command, args).then(
    () => true,
    () => false,
  );
}

/** The first line of what went wrong, for the reason of a skip. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
}

/** For a program that cannot take any free port by itself. */
export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
