import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { type Env, need } from '../../shared/delivery/embedded/env.ts';
import { PortError, toPortError } from '../../shared/delivery/port-error.ts';
import type { Ports } from '../../shared/delivery/ports.ts';
import type { CloudEvent } from '../../shared/schemas/cloudevent.ts';
import { createKafkaPublisher } from '../kafka/client/publisher.ts';

/** PutEvents takes so many entries in one call. */
const ENTRIES = 10;

/**
 * Publishes to Kafka where KAFKA_BROKERS is set, else to the EventBridge bus that EVENT_BUS_NAME names: the whole CloudEvent as the
 * detail. The client is made with the first event.
 */
export function createPublisher(env: Env): Ports['publish'] {
  if (env.KAFKA_BROKERS !== undefined) return createKafkaPublisher(env);
  const bus = need(
    env,
    'EVENT_BUS_NAME',
    'the event bus for emitted events, or KAFKA_BROKERS with the brokers for them',
  );
  let client: Promise<EventBridgeClient> | undefined;
  return async (events) => {
    try {
      client ??= import('@aws-sdk/client-eventbridge').then(({ EventBridgeClient }) => new EventBridgeClient({}));
      const ready = await client;
      for (let start = 0; start < events.length; start += ENTRIES)
        await put(ready, bus, events.slice(start, start + ENTRIES));
    } catch (error) {
      throw toPortError('publisher', error);
    }
  };
}

async function put(client: EventBridgeClient, bus: string, events: readonly CloudEvent[]): Promise<void> {
  const { PutEventsCommand } = await import('@aws-sdk/client-eventbridge');
  const entries = events.map((event) => ({
    EventBusName: bus,
    Source: event.source,
    DetailType: event.type,
    Detail: JSON.stringify(event),
  }));
  const { FailedEntryCount = 0, Entries = [] } = await client.send(new PutEventsCommand({ Entries: entries }));
  if (FailedEntryCount === 0) return;
  const codes = Entries.flatMap(({ ErrorCode }) => ErrorCode ?? []).join(', ');
  throw new PortError('unavailable', 'publisher', {
    message: `EventBridge did not take ${FailedEntryCount} of ${events.length} events: ${codes}`,
  });
}
