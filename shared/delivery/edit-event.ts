import { nearest } from '../routing/match/nearest.ts';
import { type CloudEvent, parseCloudEvent } from '../schemas/cloudevent.ts';
import { cloneJson, isObject } from '../schemas/json.ts';
import { pointer } from '../schemas/pointer.ts';
import { fail, kindOf, ok, type Result, show } from '../schemas/result.ts';

/** A value, and the JSON Pointer (RFC 6901) of the place in the event that is to hold it. */
export type Edit = { readonly at: string; readonly value: unknown };

/** What names an event: with another of these it would be another event, which no letter is about. */
const NAMES: ReadonlySet<string> = new Set(['specversion', 'id', 'source', 'type']);
/** What the router itself writes. */
const OURS = /^waybill/;

/**
 * An event with each edit made. A member may be new, but what is to hold it must be there; in a list the place after the last one is
 * new. The outcome is checked as any event is. Gives the first Problem: nothing is half edited.
 */
export function editEvent(event: CloudEvent, edits: readonly Edit[]): Result<CloudEvent> {
  const edited = cloneJson(event);
  for (const edit of edits) {
    const keys = parsePointer(edit.at);
    const made = keys.ok ? set(edited, keys.value, edit) : keys;
    if (!made.ok) return made;
  }
  return edits.length === 0 ? ok(event) : parseCloudEvent(edited);
}

function parsePointer(at: string): Result<readonly string[]> {
  const isPointer = /^(?:\/(?:[^~/]|~[01])*)+$/.test(at);
  if (!isPointer)
    return fail({
      code: 'bad-pointer',
      message: 'Not a JSON Pointer to a part of the event',
      expected: 'one such as /data/customer/email',
      got: show(at),
    });
  const keys = at
    .slice(1)
    .split('/')
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
  const [first = ''] = keys;
  if (!NAMES.has(first) && !OURS.test(first)) return ok(keys);
  const why = NAMES.has(first) ? 'it is what the event is known by' : 'the router writes it itself';
  return fail({
    code: 'fixed-attribute',
    message: `The attribute "${first}" cannot be edited, since ${why}`,
    at,
    fix: 'Edit the data, or discard the letter and send a new event',
  });
}

function set(event: object, keys: readonly string[], { at, value }: Edit): Result<undefined> {
  let holder: unknown = event;
  for (const [depth, key] of keys.slice(0, -1).entries()) {
    const found = own(holder, key);
    if (found === undefined) return nowhere(at, keys.slice(0, depth), holder);
    holder = found;
  }
  const last = keys.at(-1) ?? '';
  if (!mayHold(holder, last)) return nowhere(at, keys.slice(0, -1), holder);
  const place = Array.isArray(holder) && last === '-' ? holder.length : last;
  // An assignment to the name __proto__ would set the prototype.
  Object.defineProperty(holder, place, { value, writable: true, enumerable: true, configurable: true });
  return ok(undefined);
}

function own(holder: unknown, key: string): unknown {
  if (!isContainer(holder) || !Object.hasOwn(holder, key)) return undefined;
  return Array.isArray(holder) && !/^\d+$/.test(key) ? undefined : Reflect.get(holder, key);
}

function mayHold(holder: unknown, key: string): holder is object {
  if (Array.isArray(holder)) return key === '-' || (/^(?:0|[1-9]\d*)$/.test(key) && Number(key) <= holder.length);
  return isObject(holder);
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** Says how far the pointer leads, and where it could go from there; of values it shows nothing. */
function nowhere(at: string, way: readonly string[], holder: unknown) {
  const names = isContainer(holder) ? Object.keys(holder).slice(0, 20) : [];
  const next = parsedKey(at, way.length);
  const guess = nearest(next, names);
  const place = way.length === 0 ? 'the event' : pointer(...way);
  return fail({
    code: 'leads-nowhere',
    message: 'The pointer leads nowhere',
    at,
    expected:
      names.length === 0 ? `${place} to be an object or a list` : `one of ${names.map(show).join(', ')} in ${place}`,
    got: names.length === 0 ? kindOf(holder) : show(next),
    ...(guess === undefined ? {} : { fix: `Did you mean ${pointer(...way, guess)}?` }),
  });
}

function parsedKey(at: string, depth: number): string {
  return at.split('/')[depth + 1]?.replaceAll('~1', '/').replaceAll('~0', '~') ?? '';
}
