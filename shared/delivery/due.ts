import { JOIN_DUE } from '../routing/table.ts';
import type { CloudEvent } from '../schemas/cloudevent.ts';
import { isObject } from '../schemas/json.ts';
import { redriveOf } from './claim-key.ts';

/** Of whatever is due, by minute: entries `{ v, join, key, due }`, times in epoch milliseconds. */
export const DUE = 'due';

export type DueEntry = { readonly v: 1; readonly join: string; readonly key: string; readonly due: number };

/** An entry's key: in the order of time, and for one join and key always the same. */
export function dueKey({ join, key, due }: Omit<DueEntry, 'v'>): string {
  return `${minuteOf(due)}|${join}|${key}`;
}

/** Minutes since the epoch, all of one length, so that their texts have the order of time. */
export function minuteOf(time: number): string {
  return String(Math.floor(time / 60_000)).padStart(12, '0');
}

/**
 * The event under which a join's function runs, published when the join is due and made here when it fires or closes before that. It is
 * the same in all that a claim looks at, so that the join runs once.
 */
export function toDueEvent(join: string, key: string): CloudEvent<{ readonly join: string; readonly key: string }> {
  return {
    specversion: '1.0',
    id: key,
    source: `/waybill/${join}`,
    type: JOIN_DUE,
    subject: key,
    datacontenttype: 'application/json',
    data: { join, key },
  };
}

/** The key of a join that an event says is due, and how often that event was redriven. */
export function parseDueEvent(event: CloudEvent): { readonly key: string | undefined; readonly redrive: number } {
  const key = isObject(event.data) && typeof event.data.key === 'string' ? event.data.key : undefined;
  return { key, redrive: redriveOf(event) };
}
