import { attribute, type CloudEvent } from '../schemas/cloudevent.ts';
import { canonicalJson } from '../schemas/json.ts';
import { digest } from './digest.ts';

/** What a claim is found by: the same for each try of an event on a route, and of its redrives another for each. */
export function claimKey(route: string, event: CloudEvent): string {
  const redrive = redriveOf(event);
  return redrive === 0 ? idempotencyKey(route, event) : `${idempotencyKey(route, event)}|redrive ${redrive}`;
}

/** The same for a redrive too, since what the first run did is done. Source and id are escaped, so that no two events share a key. */
export function idempotencyKey(route: string, event: CloudEvent): string {
  return `${route}|${escaped(event.source)}|${escaped(event.id)}`;
}

function escaped(text: string): string {
  return /[%|]/.test(text) ? text.replaceAll('%', '%25').replaceAll('|', '%7C') : text;
}

/** How often the event was redriven; binary mode makes a text of it, and what is no count counts as none. */
export function redriveOf(event: CloudEvent): number {
  const redrive = Number(attribute(event, 'waybillredrive') ?? 0);
  return Number.isInteger(redrive) && redrive > 0 ? redrive : 0;
}

/** Of what an event says, and not of how it came: its type and its data. */
export function contentHash(event: CloudEvent): string {
  return digest(event.type, canonicalJson(event.data ?? event.data_base64 ?? null));
}
