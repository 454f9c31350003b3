import { isObject } from '../../shared/schemas/json.ts';
import { isEventHeader, type KafkaHeader } from '../../shared/schemas/kafka-headers.ts';
import { fail, ok, type Result, show } from '../../shared/schemas/result.ts';

/** Lambda's list of `{ name: [bytes] }`, in which names repeat and bytes may be signed; what holds no part of an event comes without its bytes. */
export function parseHeaders(headers: unknown): Result<readonly KafkaHeader[]> {
  if (headers === undefined || headers === null) return ok([]);
  if (!Array.isArray(headers)) return bad('/headers', 'an array', headers);
  const parsed: KafkaHeader[] = [];
  for (const [index, header] of headers.entries()) {
    for (const [name, value] of Object.entries(isObject(header) ? header : {})) {
      const bytes = isEventHeader(name) ? toBytes(value) : null;
      if (bytes === undefined) return bad(`/headers/${index}`, 'an array of bytes', value);
      parsed.push([name, bytes]);
    }
  }
  return ok(parsed);
}

function toBytes(value: unknown): Uint8Array | undefined {
  const isBytes = Array.isArray(value) && value.every((byte) => Number.isInteger(byte) && byte >= -128 && byte <= 255);
  return isBytes ? Uint8Array.from(value) : undefined;
}

function bad(at: string, expected: string, got: unknown): Result<never> {
  return fail({ code: 'bad-header', message: 'The record’s headers are wrong', at, expected, got: show(got) });
}
