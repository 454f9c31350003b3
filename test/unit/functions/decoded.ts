import type { Item } from '../../../shared/delivery/item.ts';
import type { Limits } from '../../../shared/delivery/limits.ts';
import type { CloudEvent } from '../../../shared/schemas/cloudevent.ts';

export const LIMITS: Limits = { event: 1024 * 1024, batch: 6 * 1024 * 1024 };

/** The event of the one item among these. */
export function onlyEvent(items: readonly Item<unknown>[]): CloudEvent {
  const { event } = onlyItem(items);
  if (!event.ok) throw new Error(`Expected an event, got ${JSON.stringify(event.error)}`);
  return event.value;
}

/** What is wrong with the one item among these. */
export function onlyProblem(items: readonly Item<unknown>[]) {
  const { event } = onlyItem(items);
  if (event.ok) throw new Error(`Expected a problem, got the event ${event.value.id}`);
  return event.error;
}

export function onlyItem<Ref>(items: readonly Item<Ref>[]): Item<Ref> {
  const [item] = items;
  if (item === undefined || items.length > 1) throw new Error(`Expected one item, got ${items.length}`);
  return item;
}

/** For each item its event's id, or the code of its problem. */
export function gist(items: readonly Item<unknown>[]): readonly string[] {
  return items.map(({ event }) => (event.ok ? event.value.id : event.error.code));
}

export function text(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('utf8');
}
