import { parseJson } from '../schemas/json.ts';
import { digest } from './digest.ts';
import { PortError } from './port-error.ts';
import type { Bodies } from './ports.ts';

/** A list as a state record holds it: itself, or the name of the body that holds it where it would make the record too large. */
export type Stored<T> = readonly T[] | { readonly body: string };

/** In bytes: what is left of a record's 32 KiB is for everything else in it. */
const LARGEST = 24 * 1024;

/** Puts what is too large where it fits, durably, before a record speaks of it. */
export async function toStored<T>(bodies: Bodies, list: readonly T[]): Promise<Stored<T>> {
  if (list.length === 0) return list;
  const json = JSON.stringify(list);
  // A UTF-16 unit is three bytes at most.
  if (json.length * 3 <= LARGEST || Buffer.byteLength(json) <= LARGEST) return list;
  const body = `large/${digest(json)}.json`;
  await bodies.put(body, Buffer.from(json));
  return { body };
}

/** The list again. Throws a PortError when its body cannot be had. */
export async function fromStored<T>(bodies: Bodies, stored: Stored<T>): Promise<readonly T[]> {
  if (!('body' in stored)) return stored;
  const bytes = await bodies.get(stored.body);
  const parsed = bytes === undefined ? undefined : parseJson(bytes);
  if (parsed?.ok) return parsed.value as readonly T[]; // what toStored wrote, under the digest of what it wrote
  throw new PortError('unavailable', 'bodies', { message: `${stored.body} is not there` });
}
