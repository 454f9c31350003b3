import { randomUUID } from 'node:crypto';
import type { PutCondition, StateStore } from '../routing/context.ts';
import { PortError } from './port-error.ts';
import { fromText, toText } from './record-text.ts';
import { groupOf, toStoredCollection, toStoredKey } from './stored-key.ts';
import { tryTwice } from './try-twice.ts';

/** Where a row is: a collection as it is named, and a stored key. */
export type Place = { readonly collection: string; readonly key: string };

/** A record as a service has it. `name` is the whole key, `value` is JSON, and `mark` is this write's own. */
export type Row = { readonly name: string; readonly value: string; readonly mark: string; readonly expiresAt: number };

/** A row that was read. `token` names this state of it, and no other that the place ever has. */
export type KeptRow = Row & { readonly token: string };

/**
 * A service's table with conditional writes, each in one round trip and without retries. It knows nothing of expiry. A condition that
 * does not hold is undefined or false, and everything else that goes wrong is thrown, as a PortError where it is known to be `refused`.
 */
export type Table = {
  readonly read: (place: Place, signal: AbortSignal) => Promise<KeptRow | undefined>;
  /** The new token, or undefined where there is a row. */
  readonly insert: (place: Place, row: Row, signal: AbortSignal) => Promise<string | undefined>;
  /** The new token, or undefined where the row is not this one any more. */
  readonly replace: (
    place: Place,
    write: Row & { readonly over: string },
    signal: AbortSignal,
  ) => Promise<string | undefined>;
  readonly remove: (place: Place, token: string, signal: AbortSignal) => Promise<boolean>;
  /** The rows of a collection from a stored key on, in the order of stored keys; `size` is how many are worth a page. */
  readonly scan: (from: Place, size: number) => AsyncIterable<KeptRow>;
};

/**
 * State in a service's table. A version is the time of expiry and the token, so that a write over a version compares both, and a row that
 * is past its time is absent whether or not the service has cleaned it up.
 */
export function createTableState(table: Table, now: () => number): StateStore {
  return {
    get: async (collection, key) => {
      const place = toPlace(collection, key);
      const row = await tryTwice('state', (signal) => table.read(place, signal));
      return row !== undefined && row.expiresAt > now() ? toRecord(row) : undefined;
    },
    put: async (collection, key, { value, if: condition, expiresAt }) => {
      const row = { name: key, value: toText(value), mark: randomUUID(), expiresAt };
      const token = await put({ table, now, place: toPlace(collection, key) }, row, condition);
      return token === undefined ? undefined : toVersion({ expiresAt, token });
    },
    delete: async (collection, key, version) => {
      const token = tokenOf(version, now());
      return token !== undefined && remove(table, toPlace(collection, key), token);
    },
    list: (collection, { after = '', limit }) => list({ table, now }, collection, { after, limit }),
  };
}

type Spot = { readonly table: Table; readonly now: () => number; readonly place: Place };

async function put({ table, now, place }: Spot, row: Row, condition: PutCondition): Promise<string | undefined> {
  const over = condition === 'absent' ? undefined : tokenOf(condition.version, now());
  if (condition !== 'absent' && over === undefined) return undefined;
  return tryTwice('state', async (signal, again) => {
    const written = await (over === undefined
      ? table.insert(place, row, signal)
      : table.replace(place, { ...row, over }, signal));
    if (written !== undefined || (over !== undefined && !again)) return written;
    const there = await table.read(place, signal);
    // What stands in the way may be what the first try wrote.
    if (there?.mark === row.mark) return there.token;
    if (again) throw unknown();
    if (there === undefined) return table.insert(place, row, signal);
    return there.expiresAt > now() ? undefined : table.replace(place, { ...row, over: there.token }, signal);
  });
}

async function remove(table: Table, place: Place, token: string): Promise<boolean> {
  return tryTwice('state', async (signal, again) => {
    if (await table.remove(place, token, signal)) return true;
    if (again) throw unknown();
    return false;
  });
}

function unknown(): PortError {
  return new PortError('unavailable', 'state', {
    message: 'a write got no answer, and the record is another now: it may have been that write or not',
  });
}

/** Long keys that begin alike stand in no order of their own, so that a page ends with the last of them. */
async function list(
  { table, now }: Pick<Spot, 'table' | 'now'>,
  collection: string,
  { after, limit }: { readonly after: string; readonly limit: number },
): ReturnType<StateStore['list']> {
  const found: KeptRow[] = [];
  if (limit < 1) return found.map(toNamed);
  for await (const row of table.scan({ collection: toStoredCollection(collection), key: groupOf(after) }, limit + 1)) {
    const last = found.at(-1);
    if (last !== undefined && found.length >= limit && groupOf(last.name) !== groupOf(row.name)) break;
    if (row.expiresAt > now() && compare(row.name, after) > 0) found.push(row);
  }
  return found
    .sort((a, b) => compare(a.name, b.name))
    .slice(0, limit)
    .map(toNamed);
}

function compare(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function toPlace(collection: string, key: string): Place {
  return { collection: toStoredCollection(collection), key: toStoredKey(key) };
}

function toRecord(row: KeptRow) {
  return { value: fromText(row.value), version: toVersion(row) };
}

function toNamed(row: KeptRow) {
  return { key: row.name, ...toRecord(row) };
}

function toVersion({ expiresAt, token }: Pick<KeptRow, 'expiresAt' | 'token'>): string {
  return `${expiresAt}/${token}`;
}

/** The token of a version; undefined once its time is past, or where it is no version at all. */
function tokenOf(version: string, now: number): string | undefined {
  const [, expiresAt, token] = /^(\d+)\/(.+)$/.exec(version) ?? [];
  return Number(expiresAt) > now ? token : undefined;
}
