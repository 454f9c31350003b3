import type { Item } from '../../shared/delivery/item.ts';
import { type Limits, tooLarge } from '../../shared/delivery/limits.ts';
import { type CloudEvent, parseCloudEvent } from '../../shared/schemas/cloudevent.ts';
import { isObject, toJson } from '../../shared/schemas/json.ts';
import { fail, type Result, show } from '../../shared/schemas/result.ts';
import { fromStorageEvent, isStorageEvent } from './storage.ts';

/** Event Grid has no handle on an event but the function's return or throw. */
export type Ref = null;

/**
 * As long as Event Grid tries, up to four hours for the dead letter, and as long again to tell of that (Event Grid documentation, "Event
 * delivery and retry"): a claim that was gone by then would make a letter of what is done.
 */
const HORIZON = (24 + 4 + 24) * 3_600_000;

/** One event of an Event Grid trigger, in the CloudEvents or in the Event Grid schema. */
export function decode(payload: unknown, limits: Limits): readonly Item<Ref>[] {
  const raw = Buffer.from(toJson(payload));
  const event = raw.length > limits.event ? tooLarge('event', raw.length, limits) : toEvent(payload);
  return [{ ref: null, lane: '', horizon: HORIZON, event, raw }];
}

/** A CloudEvent from either of Event Grid's schemas; a blob that was created becomes an upload. */
export function toEvent(payload: unknown): Result<CloudEvent> {
  const event =
    isObject(payload) && Object.hasOwn(payload, 'eventType') ? fromEventGrid(payload) : parseCloudEvent(payload);
  return event.ok && isStorageEvent(event.value) ? fromStorageEvent(event.value) : event;
}

/**
 * The Event Grid schema as a CloudEvent, as Event Grid itself maps it (Event Grid documentation, "CloudEvents v1.0 schema"): the topic
 * is the source, eventType the type, eventTime the time.
 */
function fromEventGrid(payload: Readonly<Record<string, unknown>>): Result<CloudEvent> {
  const { id, topic, subject, eventType, eventTime, data } = payload;
  if (typeof topic !== 'string') {
    return fail({
      code: 'missing-attribute',
      message: 'The Event Grid event has no topic',
      at: '/topic',
      expected: 'a string',
      got: show(topic),
    });
  }
  const named = subject === '' || subject === undefined ? {} : { subject };
  const event = parseCloudEvent({
    specversion: '1.0',
    id,
    source: topic,
    type: eventType,
    time: eventTime,
    ...named,
    data,
  });
  return event.ok ? event : fail({ ...event.error, at: NATIVE.get(String(event.error.at)) ?? event.error.at ?? '' });
}

/** Where a mapped attribute stands in the Event Grid schema, for the message that says what is wrong with it. */
const NATIVE = new Map([
  ['/source', '/topic'],
  ['/type', '/eventType'],
  ['/time', '/eventTime'],
]);
