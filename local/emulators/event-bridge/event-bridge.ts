import { randomUUID } from 'node:crypto';
import type { Clock } from '../../clock.ts';
import { createDeliveries, type DeliveryEvent, type Target } from './delivery.ts';
import { checkEntry, checkRequest, type EntryProblem, type PutEventsEntry, toDate } from './entry.ts';
import { type EventParts, toEnvelope } from './envelope.ts';
import { busName, createRules, type Matches, type NewRule } from './rules.ts';

export type EventBridgeOptions = {
  readonly clock: Clock;
  /** The matcher for event patterns. */
  readonly matches: Matches;
  readonly onEvent?: (event: EventBridgeEvent) => void;
};

/** What happens, for a console; `rules` names those that wanted the event, on a bus that may not even be there. */
export type EventBridgeEvent =
  | DeliveryEvent
  | { readonly kind: 'accepted'; readonly id: string; readonly bus: string; readonly rules: readonly string[] };

export type PutEventsResult = {
  readonly FailedEntryCount: number;
  /** One for each entry of the request, in its order. */
  readonly Entries: readonly ({ readonly EventId: string } | EntryProblem)[];
};

export type AwsEvent = {
  /** Such as `aws.s3`. */
  readonly source: string;
  readonly detailType: string;
  readonly detail: object;
  readonly resources?: readonly string[];
};

export type EventBridge = {
  readonly createBus: (name: string) => void;
  readonly putRule: (rule: NewRule) => void;
  readonly putTargets: (bus: string, rule: string, targets: readonly Target[]) => void;
  /** PutEvents. Throws an `AwsError` when the request as a whole is refused. */
  readonly putEvents: (entries: readonly PutEventsEntry[]) => PutEventsResult;
  /** Puts an event of an AWS service, which nobody else may send, on the default bus; gives its id. */
  readonly putAwsEvent: (event: AwsEvent) => string;
  /** Deliveries to targets that are neither done nor given up. */
  readonly pending: () => number;
  readonly close: () => void;
};

/** Event buses, rules and their delivery to targets, as Amazon EventBridge does it. */
export function createEventBridge({ clock, matches, onEvent = () => {} }: EventBridgeOptions): EventBridge {
  const rules = createRules(matches);
  const deliveries = createDeliveries(clock, onEvent);
  const publish = (bus: string, parts: Omit<EventParts, 'id'>): string => {
    const id = randomUUID();
    const text = toEnvelope({ ...parts, id });
    const wanted = rules.matching(bus, JSON.parse(text));
    onEvent({ kind: 'accepted', id, bus, rules: wanted.map(({ name }) => name) });
    for (const target of wanted.flatMap(({ targets }) => targets)) deliveries.deliver(text, target);
    return id;
  };
  const putEntry = (entry: PutEventsEntry): { readonly EventId: string } | EntryProblem => {
    const problem = checkEntry(entry);
    return problem ?? { EventId: publish(busName(entry.EventBusName), toParts(entry, clock.now())) };
  };
  const putEvents = (entries: readonly PutEventsEntry[]) => {
    checkRequest(entries);
    const Entries = entries.map(putEntry);
    return { FailedEntryCount: Entries.filter((entry) => 'ErrorCode' in entry).length, Entries };
  };
  const putAwsEvent = ({ source, detailType, detail, resources = [] }: AwsEvent) => {
    const time = new Date(clock.now());
    return publish('default', { source, detailType, time, resources, detail: JSON.stringify(detail) });
  };
  const { createBus, putRule, putTargets } = rules;
  const { pending, close } = deliveries;
  return { createBus, putRule, putTargets, putEvents, putAwsEvent, pending, close };
}

function toParts(entry: PutEventsEntry, now: number): Omit<EventParts, 'id'> {
  const {
    Source: source = '',
    DetailType: detailType = '',
    Detail: detail = '',
    Resources: resources = [],
    Time,
  } = entry;
  const time = Time === undefined ? new Date(now) : toDate(Time);
  return { source, detailType, detail, resources, time };
}
