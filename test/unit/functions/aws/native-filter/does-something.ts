import type { Item } from '../../../../../shared/delivery/item.ts';
import type { Table } from '../../../../../shared/routing/table.ts';
import { attribute } from '../../../../../shared/schemas/cloudevent.ts';

/** Whether the router would do anything with it but skip or drop it; undefined for a broken event, of which a filter cannot always tell. */
export function doesSomething(table: Table, { event }: Pick<Item<unknown>, 'event'>): boolean | undefined {
  if (!event.ok) return isTold(event.error) ? true : undefined;
  const { type } = event.value;
  if (type.startsWith('waybill.') || attribute(event.value, 'waybillroute') !== undefined) return true;
  return table.match(event.value).length > 0 || (table.unrouted === 'dead-letter' && !table.knows(type));
}

/** What makes it no CloudEvent is missing, or of another version. */
function isTold({ code, at }: { readonly code: string; readonly at?: string | number }): boolean {
  return code === 'missing-attribute' || at === '/specversion';
}
