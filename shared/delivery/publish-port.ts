import type { CloudEvent } from '../schemas/cloudevent.ts';
import { inTime } from './in-time.ts';
import { once } from './once.ts';
import { patience } from './patience.ts';
import { type PortError, toPortError } from './port-error.ts';
import type { Ports } from './ports.ts';

/** Hands events to a broker and resolves once they are durable there; when the signal aborts, nobody waits any more. */
export type Send = (events: readonly CloudEvent[], signal: AbortSignal) => Promise<void>;

/** A publisher over a client that is made with the first event. What it throws becomes a PortError, and so does its silence. */
export function createPublishPort(
  open: () => Promise<Send>,
  kindOf: (error: object) => PortError['kind'] = () => 'unavailable',
): Ports['publish'] {
  const opened = once(open);
  return async (events) => {
    try {
      await inTime(patience.total, async (signal) => (await opened())(events, signal));
    } catch (error) {
      throw toPortError('publisher', error, kindOf(Object(error)));
    }
  };
}
