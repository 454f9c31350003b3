import { setTimeout as pause } from 'node:timers/promises';
import { inTime } from './in-time.ts';
import { patience } from './patience.ts';
import { toPortError } from './port-error.ts';

/**
 * What `send` gives, which is tried again once when the service does not answer in time or fails in a way that may pass. `again` says
 * that an earlier try may have been carried out, of which a client's own retries would tell nothing. Throws a PortError.
 */
export async function tryTwice<T>(port: string, send: (signal: AbortSignal, again: boolean) => Promise<T>): Promise<T> {
  const attempt = (again: boolean) =>
    inTime(patience.answer, (signal) => send(signal, again)).catch((error: unknown) => {
      throw toPortError(port, error);
    });
  return attempt(false).catch(async (error: ReturnType<typeof toPortError>) => {
    if (error.kind === 'refused') throw error;
    await pause(patience.pause);
    return attempt(true);
  });
}
