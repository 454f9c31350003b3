import { isInt32, type Value } from './value.ts';

/**
 * An attribute as CESQL and the filters see it: a String, a Boolean, an Integer, and any other number as the String that JSON writes.
 * Undefined when the event has none, has null there (JSON format §2.2) or something that no attribute can be. The payload, `data`, is
 * none.
 */
export function readAttribute(event: object, name: string): Value | undefined {
  if (name === 'data' || !Object.hasOwn(event, name)) return undefined;
  const value: unknown = (event as Readonly<Record<string, unknown>>)[name]; // any object may be read by a name of its own
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value !== 'number' || !Number.isFinite(value)) return undefined;
  return isInt32(value) ? value | 0 : String(value);
}

/** The attribute's canonical string (CloudEvents 1.0.2 §3.1). */
export function readText(event: object, name: string): string | undefined {
  const value = readAttribute(event, name);
  return value === undefined ? undefined : String(value);
}
