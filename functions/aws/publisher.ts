import type { PutEventsResultEntry } from '@aws-sdk/client-eventbridge';
import { clientSettings } from '../../shared/delivery/aws-sdk/client-settings.ts';
import { statusOf } from '../../shared/delivery/aws-sdk/status-of.ts';
import { type Env, need } from '../../shared/delivery/embedded/env.ts';
import { kindOfStatus, PortError } from '../../shared/delivery/port-error.ts';
import type { Ports } from '../../shared/delivery/ports.ts';
import { createPublishPort, type Send } from '../../shared/delivery/publish-port.ts';
import type { CloudEvent } from '../../shared/schemas/cloudevent.ts';

/** PutEvents takes so many entries in one call. */
const ENTRIES = 10;

/** Publishes to the EventBridge bus that EVENT_BUS_NAME names: the whole CloudEvent as the detail. The client is made with the first event. */
export function createPublisher(env: Env): Ports['publish'] {
  const bus = need(
    env,
    'EVENT_BUS_NAME',
    'the event bus for emitted events, or KAFKA_BROKERS with the brokers for them',
  );
  return createPublishPort(
    () => open(bus),
    (error) => kindOfStatus(statusOf(error)),
  );
}

async function open(bus: string): Promise<Send> {
  const { EventBridgeClient, PutEventsCommand } = await import('@aws-sdk/client-eventbridge');
  const client = new EventBridgeClient(clientSettings);
  return async (events, abortSignal) => {
    for (let start = 0; start < events.length; start += ENTRIES) {
      const entries = events.slice(start, start + ENTRIES).map((event) => toEntry(bus, event));
      const { Entries: results = [] } = await client.send(new PutEventsCommand({ Entries: entries }), { abortSignal });
      check(results);
    }
  };
}

function toEntry(bus: string, event: CloudEvent) {
  return { EventBusName: bus, Source: event.source, DetailType: event.type, Detail: JSON.stringify(event) };
}

/** The entry's own fault (EventBridge API reference, "PutEventsResultEntry"); what is not permitted today may be tomorrow. */
const OWN_FAULT: ReadonlySet<string> = new Set(['InvalidArgument', 'MalformedDetail']);

/** A call that fails for some of its entries is answered 200 all the same. */
function check(results: readonly PutEventsResultEntry[]): void {
  const codes = results.flatMap(({ ErrorCode }) => ErrorCode ?? []);
  if (codes.length === 0) return;
  const kind = codes.some((code) => OWN_FAULT.has(code)) ? 'refused' : 'unavailable';
  const message = `EventBridge did not take ${codes.length} of ${results.length} events: ${codes.join(', ')}`;
  throw new PortError(kind, 'publisher', { message });
}
