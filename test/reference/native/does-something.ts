import type { Table } from '../../../shared/routing/table.ts';
import { attribute, type CloudEvent } from '../../../shared/schemas/cloudevent.ts';

/** Whether the router does anything with a valid event but skip or drop it: then no filter may keep it out. */
export function doesSomething(table: Table, event: CloudEvent): boolean {
  if (event.type.startsWith('waybill.') || attribute(event, 'waybillroute') !== undefined) return true;
  if (table.match(event).length > 0) return true;
  return table.unrouted === 'dead-letter' && !table.knows(event.type);
}
