import fc from 'fast-check';
import { fromMessage } from '../../../../../functions/gcp/message.ts';
import { type CompiledGcp, compileRoutes } from '../../../../../functions/gcp/native-filter.ts';
import { limitsFromEnv } from '../../../../../shared/delivery/limits.ts';
import type { Table } from '../../../../../shared/routing/table.ts';
import type { CloudEvent } from '../../../../../shared/schemas/cloudevent.ts';
import { passesEventarc } from '../../../../reference/native/eventarc.ts';
import { tables } from '../../../../reference/native/tables.ts';
import { notifications, toMessage, type Written } from './messages.ts';

export type EventarcCounts = { pairs: number; taken: number; kept: number; exact: number };

const MESSAGES = 20;

/** Holds the criteria of every route against the router, in so many pairs of a table and an object's event or more. Throws where they fail. */
export function runEventarc(pairs: number, seed: number): EventarcCounts {
  const counts = { pairs: 0, taken: 0, kept: 0, exact: 0 };
  const all = fc.array(notifications, { minLength: MESSAGES, maxLength: MESSAGES });
  const property = fc.property(tables, all, (table, messages) => {
    const compiled = compileRoutes(table);
    if (!compiled.ok) throw new Error(compiled.error.message);
    for (const written of messages) hold({ table, compiled: compiled.value }, written, counts);
  });
  fc.assert(property, { numRuns: Math.ceil(pairs / MESSAGES), seed, endOnFailure: true, includeErrorInReport: true });
  return counts;
}

const TYPES = new Map([['blob.uploaded', 'google.cloud.storage.object.v1.finalized']]);

type Made = { readonly table: Table; readonly compiled: CompiledGcp };

function hold({ table, compiled }: Made, written: Written, counts: EventarcCounts): void {
  const [part] = fromMessage(toMessage(written), { raw: Buffer.alloc(0), limits: limitsFromEnv({}) });
  if (!written.judged || !part?.event.ok) return;
  const event = part.event.value;
  const native = { type: TYPES.get(event.type) ?? event.type, bucket: written.attributes.bucketId ?? '' };
  const wanting = table.match(event).map(({ name }) => name);
  for (const { route, filters, fit } of compiled.eventarc) {
    if (filters.length === 0 || filters[0]?.value !== native.type) continue;
    const [passes, wanted] = [passesEventarc(filters, native), wanting.includes(route)];
    if (wanted && !passes) throw new Error(`Narrower: ${show(filters, event)}`);
    if (fit === 'exact' && passes && !wanted) throw new Error(`Not exact: ${show(filters, event)}`);
    counts.pairs++;
    counts.taken += Number(wanted);
    counts.kept += Number(!passes);
    counts.exact += Number(fit === 'exact');
  }
}

function show(filters: unknown, event: CloudEvent): string {
  return JSON.stringify({ filters, event });
}
