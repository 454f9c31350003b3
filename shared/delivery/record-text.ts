import { PortError } from './port-error.ts';

/** The most bytes of JSON that a state record's value may have, in every store. */
export const LARGEST_VALUE = 32 * 1024;

/** A record's value as a store keeps it, so that no caller changes a record by changing its object. Throws a PortError for what is too large. */
export function toText(value: unknown): string {
  const text: string | undefined = JSON.stringify(value);
  if (text === undefined) throw refuse(`a ${typeof value} is no JSON`);
  // A UTF-16 unit is three bytes at most.
  if (text.length * 3 <= LARGEST_VALUE) return text;
  const size = Buffer.byteLength(text);
  if (size > LARGEST_VALUE) throw refuse(`a value of ${size} bytes: expected at most ${LARGEST_VALUE}`);
  return text;
}

/** The value again; undefined when it is torn. */
export function fromText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function refuse(message: string): PortError {
  return new PortError('refused', 'state', { message });
}
