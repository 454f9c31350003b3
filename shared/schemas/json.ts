import { fail, ok, type Result } from './result.ts';

/** Deeper nesting than this is an attack or a mistake; it also bounds every recursion over an event. */
export const MAX_DEPTH = 256;

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });

/** A JSON document (RFC 8259) from UTF-8 bytes or text: `bad-utf8`, `bad-json` or `too-deep` when it is none. */
export function parseJson(input: string | Uint8Array): Result<unknown> {
  const value = parseDeepJson(input);
  return !value.ok || withinDepth(value.value) ? value : tooDeep();
}

/** The same, however deep it nests: for those who do not go into it by recursion, or count how deep they are. */
export function parseDeepJson(input: string | Uint8Array): Result<unknown> {
  const text = typeof input === 'string' ? ok(input) : decodeUtf8(input);
  if (!text.ok) return text;
  if (text.value.trim() === '')
    return fail({ code: 'empty', message: 'The body is empty', expected: 'a JSON document' });
  try {
    return ok(JSON.parse(text.value));
  } catch (error) {
    return fail({ code: 'bad-json', message: 'The text is not JSON', ...whereAndWhy(error) });
  }
}

export function decodeUtf8(bytes: Uint8Array): Result<string> {
  try {
    return ok(utf8.decode(bytes));
  } catch {
    return fail({ code: 'bad-utf8', message: 'The bytes are not UTF-8', expected: 'UTF-8 text' });
  }
}

/** Whether arrays and objects nest at most `limit` deep in `value`. It goes no deeper than that itself. */
export function withinDepth(value: unknown, limit = MAX_DEPTH): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (limit === 0) return false;
  if (Array.isArray(value)) return value.every((inner) => withinDepth(inner, limit - 1));
  // By name, and not over Object.values, which would make a list for each object on the way of every event.
  for (const name in value) {
    const inner = (value as Readonly<Record<string, unknown>>)[name]; // neither null nor a primitive
    if (typeof inner === 'object' && !withinDepth(inner, limit - 1)) return false;
  }
  return true;
}

export function tooDeep() {
  return fail({ code: 'too-deep', message: 'The JSON nests too deep', expected: `at most ${MAX_DEPTH} levels` });
}

/** The engine's messages that give a position quote no input, which may be secret; of the others nothing is kept. */
function whereAndWhy(error: unknown): { at?: number; got: string } {
  const message = error instanceof Error ? error.message : '';
  const [, why, at] = /^([^"]+?) (?:in|after) JSON at position (\d+)/.exec(message) ?? [];
  if (why !== undefined) return { at: Number(at), got: why.toLowerCase() };
  return { got: message.includes('end of JSON') ? 'an early end' : 'an unexpected character' };
}

/** A plain JSON object: not null, not an array. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * JSON with every object's keys sorted, so that equal data gives equal text whatever order a cloud wrote it in. A sorted copy written by
 * the engine takes a third of the time of one that is written here member by member. Recursion is safe: parsed events are at most
 * MAX_DEPTH deep.
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(toSorted(value)) ?? 'null';
}

function toSorted(value: unknown): unknown {
  if (!isContainer(value)) return value;
  if (Array.isArray(value)) return value.some(isContainer) ? value.map(toSorted) : value;
  const members = value as Readonly<Record<string, unknown>>; // neither null nor an array
  const keys = Object.keys(members);
  // To look costs less than to sort and copy what is sorted already.
  const sorted = isSorted(keys);
  if (sorted && !keys.some((key) => isContainer(members[key]))) return value;
  return copyMembers(members, sorted ? keys : keys.sort(), toSorted);
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function isSorted(keys: readonly string[]): boolean {
  for (let index = 1; index < keys.length; index += 1) if ((keys[index - 1] ?? '') > (keys[index] ?? '')) return false;
  return true;
}

/** A deep copy of a value that came from JSON, at most MAX_DEPTH deep: several times as fast as structuredClone. */
export function cloneJson<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(cloneJson) as T; // element by element the same
  return copyMembers(value as Readonly<Record<string, unknown>>, Object.keys(value), cloneJson) as T; // member by member the same
}

function copyMembers(
  from: Readonly<Record<string, unknown>>,
  keys: readonly string[],
  copy: (value: unknown) => unknown,
): Record<string, unknown> {
  const to: Record<string, unknown> = {};
  for (const key of keys) {
    // An assignment to this name would set the prototype.
    if (key === '__proto__') Object.defineProperty(to, key, { ...OWN, value: copy(from[key]) });
    else to[key] = copy(from[key]);
  }
  return to;
}

const OWN = { writable: true, enumerable: true, configurable: true };

/** JSON text of any value that came from JSON, however deep: JSON.stringify recurses and gives up where an attacker wants it to. */
export function toJson(value: unknown): string {
  try {
    return JSON.stringify(value) ?? 'null';
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return toJsonWithoutRecursion(value);
  }
}

type Piece = { readonly text: string } | { readonly value: unknown };

function toJsonWithoutRecursion(root: unknown): string {
  const written: string[] = [];
  const pending: Piece[] = [{ value: root }];
  for (let piece = pending.pop(); piece !== undefined; piece = pending.pop()) {
    if ('text' in piece) written.push(piece.text);
    else if (typeof piece.value !== 'object' || piece.value === null)
      written.push(JSON.stringify(piece.value) ?? 'null');
    else for (const inner of pieces(piece.value).reverse()) pending.push(inner);
  }
  return written.join('');
}

function pieces(container: object): Piece[] {
  const open = Array.isArray(container);
  const members = Object.entries(container).flatMap(([key, value], index): Piece[] => {
    const name = open ? '' : `${JSON.stringify(key)}:`;
    return [{ text: `${index === 0 ? '' : ','}${name}` }, { value }];
  });
  return [{ text: open ? '[' : '{' }, ...members, { text: open ? ']' : '}' }];
}
