import type { TypedData } from './core-types.ts';

/** A value as the host would send it: text and bytes as they are, undefined as nothing, anything else as JSON. */
export function toTypedData(value: unknown): TypedData {
  if (value === undefined) return {};
  if (typeof value === 'string') return { string: value };
  if (value instanceof Uint8Array) return { bytes: value };
  return { json: JSON.stringify(value) };
}
