import { type HeaderLine, withHeaderLines } from '../../shared/schemas/header-lines.ts';
import { isAttribute, isEventHeader, type KafkaHeader } from '../../shared/schemas/kafka-headers.ts';

/** A record as a dead letter keeps it: its value, and in binary mode the headers that hold the event before it. */
export function wholeRecord(headers: readonly KafkaHeader[], value: Uint8Array): Uint8Array {
  if (!headers.some(([name]) => isAttribute(name))) return value;
  // No other is kept: it may be a secret.
  const kept = headers.flatMap(([name, bytes]): HeaderLine[] =>
    bytes === null || !isEventHeader(name) ? [] : [[name, bytes]],
  );
  return withHeaderLines(kept, value);
}
