import { decodeUtf8, isObject } from '../../shared/schemas/json.ts';
import { fail, ok, type Result, show } from '../../shared/schemas/result.ts';

/** What CloudEvents' Kafka binding puts into headers; attribute names come without `ce_`. */
export type RecordHeaders = {
  readonly attributes: readonly (readonly [name: string, value: string])[];
  readonly contentType: string | undefined;
};

/**
 * Lambda's form of Kafka headers: a list of `{ name: [bytes] }`, in which names repeat and bytes may be signed. An attribute that
 * comes twice is a problem, since nobody can say which one is meant; other headers may.
 */
export function parseHeaders(headers: unknown): Result<RecordHeaders> {
  if (headers === undefined || headers === null) return ok({ attributes: [], contentType: undefined });
  if (!Array.isArray(headers)) return bad('/headers', 'an array', headers);
  const found = new Map<string, string>();
  for (const [index, header] of headers.entries()) {
    for (const [name, bytes] of Object.entries(isObject(header) ? header : {})) {
      const key = name.toLowerCase();
      if (!key.startsWith('ce_') && key !== 'content-type') continue;
      if (found.has(key))
        return fail({
          code: 'repeated-header',
          message: `The header ${show(name)} came twice`,
          at: `/headers/${index}`,
        });
      const text = toText(bytes, `/headers/${index}`);
      if (!text.ok) return text;
      found.set(key, text.value);
    }
  }
  const attributes = [...found]
    .filter(([name]) => name.startsWith('ce_'))
    .map(([name, value]) => [name.slice(3), value] as const);
  return ok({ attributes, contentType: found.get('content-type') });
}

function toText(bytes: unknown, at: string): Result<string> {
  const isBytes = Array.isArray(bytes) && bytes.every((byte) => Number.isInteger(byte) && byte >= -128 && byte <= 255);
  if (!isBytes) return bad(at, 'an array of bytes', bytes);
  const text = decodeUtf8(Uint8Array.from(bytes));
  return text.ok ? text : fail({ ...text.error, at });
}

function bad(at: string, expected: string, got: unknown): Result<never> {
  return fail({ code: 'bad-header', message: 'The record’s headers are wrong', at, expected, got: show(got) });
}
