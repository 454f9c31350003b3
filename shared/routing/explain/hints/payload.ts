import { isObject, parseJson } from '../../../schemas/json.ts';
import type { Facts } from '../find-hints.ts';

/** A payload that patterns cannot look into, though they want to. */
export function hintPayload({ verdicts, event }: Facts): readonly string[] {
  const isWanted = verdicts.some(({ miss }) => miss !== undefined && /^data(\.|$)/.test(miss.field.path));
  if (!isWanted) return [];
  if (event.data === undefined && typeof event.data_base64 === 'string') return [hintBytes(event.data_base64)];
  if (typeof event.data === 'string' && holdsJson(event.data))
    return ['/data is text that holds JSON: send the JSON itself, since a pattern does not look into text'];
  return event.data === undefined ? ['the event has no /data'] : [];
}

function hintBytes(base64: string): string {
  const holds = holdsJson(Buffer.from(base64, 'base64'));
  const cure = 'set datacontenttype to application/json, and it is read';
  return `the payload is bytes, in /data_base64${holds ? `, that hold JSON: ${cure}` : ': a pattern does not look into it'}`;
}

function holdsJson(text: string | Uint8Array): boolean {
  const parsed = parseJson(text);
  return parsed.ok && (isObject(parsed.value) || Array.isArray(parsed.value));
}
