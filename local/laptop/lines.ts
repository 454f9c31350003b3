import type { DeliveryLine } from '../../shared/delivery/log.ts';
import { isObject, parseJson } from '../../shared/schemas/json.ts';

export type Line =
  | { readonly kind: 'delivery'; readonly delivery: DeliveryLine }
  | { readonly kind: 'other'; readonly text: string };

/** What a host's output line is: the log line of a delivery, or whatever else the function printed. */
export function parseLine(text: string): Line {
  const parsed = text.startsWith('{') ? parseJson(text) : undefined;
  const value = parsed?.ok ? parsed.value : undefined;
  if (!isObject(value) || value.message !== 'delivery') return { kind: 'other', text };
  return { kind: 'delivery', delivery: value as DeliveryLine }; // our own log wrote it
}
