import type { CloudEvent } from '../schemas/cloudevent.ts';
import { once } from './once.ts';
import { patience } from './patience.ts';
import { type PortError, toPortError } from './port-error.ts';
import type { Ports } from './ports.ts';

/** Hands events to a broker and resolves once they are durable there; what still runs when the signal aborts is not waited for. */
export type Send = (events: readonly CloudEvent[], signal: AbortSignal) => Promise<void>;

/** A publisher over a client that is made with the first event. What it throws becomes a PortError, and so does its silence. */
export function createPublishPort(
  open: () => Promise<Send>,
  kindOf: (error: object) => PortError['kind'] = () => 'unavailable',
): Ports['publish'] {
  const opened = once(open);
  return async (events) => {
    const signal = AbortSignal.timeout(patience.total);
    try {
      await Promise.race([opened().then((send) => send(events, signal)), silence(signal)]);
    } catch (error) {
      throw toPortError('publisher', error, kindOf(Object(error)));
    }
  };
}

function silence(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const end = () => reject(new Error(`no answer within ${patience.total} ms`));
    signal.addEventListener('abort', end, { once: true });
  });
}
