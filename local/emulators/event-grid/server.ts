import { type Clock, createClock } from '../../clock.ts';
import { serve } from '../../http.ts';
import { acceptEventGridEvent } from './accept-event-grid-event.ts';
import type { EventGridEvent, SystemEvent } from './events.ts';
import { createGrid, type Grid } from './grid.ts';
import { toResourceId } from './resource-id.ts';
import { createHandler } from './routes.ts';
import type { SubscriptionOptions } from './subscription.ts';

export type EventGrid = {
  /** `http://127.0.0.1:PORT`. */
  readonly url: string;
  readonly port: number;
  /** The access key that every topic takes. */
  readonly key: string;
  /** Where a publisher sends the events of `topic`. Topics need not be created. */
  readonly topicEndpoint: (topic: string) => string;
  /** Creates or changes a subscription; rejects with a `Refusal` when the settings or the handshake are not good. */
  readonly createSubscription: (options: SubscriptionOptions) => Promise<void>;
  /** What is waiting for it is dropped. */
  readonly deleteSubscription: (topic: string, name: string) => void;
  /** Raises an event of a source such as a storage account; throws a `Refusal` when it is not well formed. */
  readonly publishSystemEvent: (topic: string, event: SystemEvent) => void;
  /** Events that are neither delivered nor dropped nor stored as dead letters, over all subscriptions. */
  readonly pending: () => number;
  readonly close: () => Promise<void>;
};

export type EventGridOptions = {
  /** 0 or absent: any free port. */
  readonly port?: number;
  readonly clock?: Clock;
  readonly onEvent?: (event: EventGridEvent) => void;
  /** Numbers in [0, 1), for the jitter of retries. */
  readonly random?: () => number;
};

/** Any base64 text does: the real clients only hand it on or sign with it. */
const KEY = Buffer.from('the local event grid takes this key').toString('base64');

/** Starts an Event Grid on the loopback address: custom topics, system events and webhook subscriptions. */
export async function startEventGrid(options: EventGridOptions = {}): Promise<EventGrid> {
  const { clock = createClock(), onEvent = () => {}, random = Math.random } = options;
  const grid = createGrid({ clock, report: onEvent, random });
  const server = await serve(createHandler(grid, { key: KEY, clock }), options.port);
  return {
    url: server.url,
    port: server.port,
    key: KEY,
    topicEndpoint: (topic) => `${server.url}/${topic}/api/events`,
    createSubscription: grid.createSubscription,
    deleteSubscription: grid.deleteSubscription,
    publishSystemEvent: (topic, event) => publishSystemEvent(grid, topic, event),
    pending: grid.pending,
    close: () => {
      grid.close();
      return server.close();
    },
  };
}

function publishSystemEvent(grid: Grid, topic: string, event: SystemEvent): void {
  const source = event.topic ?? toResourceId('Microsoft.Storage/storageAccounts', topic);
  grid.publish(topic, [acceptEventGridEvent({ ...event, topic: source }, source)]);
}
