import { decodeUtf8 } from './json.ts';
import { fail, ok, type Result, show } from './result.ts';

/** A header of a Kafka record: names may repeat, and a value may be none. */
export type KafkaHeader = readonly [name: string, value: Uint8Array | null];

/** What CloudEvents' Kafka binding puts into headers; attribute names come without `ce_`. */
export type RecordHeaders = {
  readonly attributes: readonly (readonly [name: string, value: string])[];
  readonly contentType: string | undefined;
};

const NONE: RecordHeaders = { attributes: [], contentType: undefined };

/** Whether a header holds a part of an event (CloudEvents Kafka binding 1.0.2, §3.1 and §3.2.3). */
export function isEventHeader(name: string): boolean {
  return isAttribute(name) || name.toLowerCase() === 'content-type';
}

/** Whether a header is an attribute of an event in binary mode. */
export function isAttribute(name: string): boolean {
  return name.slice(0, 3).toLowerCase() === 'ce_';
}

/**
 * The headers that hold a part of an event. An attribute that comes twice is a problem, since nobody can say which one is meant; other
 * headers may. One without a value is absent.
 */
export function readHeaders(headers: readonly KafkaHeader[]): Result<RecordHeaders> {
  if (headers.length === 0) return ok(NONE);
  const found = new Map<string, string>();
  for (const [index, [name, bytes]] of headers.entries()) {
    if (bytes === null || !isEventHeader(name)) continue;
    const at = `/headers/${index}`;
    const key = name.toLowerCase();
    if (found.has(key)) return fail({ code: 'repeated-header', message: `The header ${show(name)} came twice`, at });
    const text = decodeUtf8(bytes);
    if (!text.ok) return fail({ ...text.error, at });
    found.set(key, text.value);
  }
  const contentType = found.get('content-type');
  found.delete('content-type');
  return ok({ attributes: [...found].map(([name, value]) => [name.slice(3), value] as const), contentType });
}
