import type { Item } from '../../../../../shared/delivery/item.ts';
import type { Table } from '../../../../../shared/routing/table.ts';
import { attribute } from '../../../../../shared/schemas/cloudevent.ts';
import type { Problem } from '../../../../../shared/schemas/result.ts';

/** Whether the router would do anything with it but skip or drop it; undefined for a broken event, of which a filter cannot always tell. */
export function doesSomething(table: Table, { event }: Pick<Item<unknown>, 'event'>): boolean | undefined {
  if (!event.ok) return isTold(event.error) ? true : undefined;
  const { type } = event.value;
  if (type.startsWith('waybill.') || attribute(event.value, 'waybillroute') !== undefined) return true;
  return table.match(event.value).length > 0 || (table.unrouted === 'dead-letter' && !table.knows(type));
}

/** Something is missing that makes a CloudEvent or an upload, or it is of another version or source. */
function isTold({ code, at }: Problem): boolean {
  return ['missing-attribute', 'bad-object', 'unknown-source'].includes(code) || at === '/specversion';
}
