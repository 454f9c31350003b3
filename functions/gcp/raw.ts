import { withHeaderLines } from '../../shared/schemas/header-lines.ts';
import type { Payload } from './decode.ts';

/** Headers that hold a part of the event. No other is kept: it may be a secret. */
const EVENT_HEADER =
  /^(?:(?:ce|x-goog-pubsub)-.+|bucketid|event(?:time|type)|object(?:generation|id)|overwrotegeneration|payloadformat)$/;

/**
 * A request as a dead letter keeps it: the body, and where headers hold a part of the event, these before it.
 */
export function wholeRequest({ headers, body }: Payload): Uint8Array {
  const names = Object.keys(headers);
  if (!names.some((name) => EVENT_HEADER.test(name))) return body;
  const kept = names.filter((name) => EVENT_HEADER.test(name) || name === 'content-type');
  const lines = kept.flatMap((name) => [headers[name] ?? []].flat().map((value) => [name, toBytes(value)] as const));
  return withHeaderLines(lines, body);
}

/** Node reads the bytes of a header as Latin-1: this writes them back. */
function toBytes(value: string): Uint8Array {
  return Buffer.from(value, 'latin1');
}
