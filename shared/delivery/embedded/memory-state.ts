import type { PutCondition, StateStore } from '../../routing/context.ts';
import { CLAIMS } from '../claim.ts';
import { isFinished } from '../claim-record.ts';
import { fromText, toText } from '../record-text.ts';
import { createLatest } from './latest.ts';

type Entry = { readonly value: string; readonly version: string; readonly expiresAt: number };

type Options = {
  /** So many finished claims are kept, the latest ones, so that memory has a bound: an event that comes again after that many others runs again. */
  readonly finishedClaims?: number;
};

/** State that lives and dies with the process: for tests, for a first try, and where the handlers alone keep an effect from coming twice. */
export function createMemoryState(now: () => number, { finishedClaims }: Options = {}): StateStore {
  const collections = new Map<string, Collection>();
  const latest = finishedClaims === undefined ? undefined : createLatest(finishedClaims);
  let writes = 0;
  const alive = (collection: string, key: string) => {
    const entry = collections.get(collection)?.entries.get(key);
    return entry === undefined || entry.expiresAt <= now() ? undefined : entry;
  };
  const open = (name: string) => {
    const collection = createCollection();
    collections.set(name, collection);
    return collection;
  };
  return {
    get: async (collection, key) => toRecord(alive(collection, key)),
    put: async (collection, key, { value, if: condition, expiresAt }) => {
      const text = toText(value);
      if (!holds(condition, alive(collection, key))) return undefined;
      const entry = { value: text, version: String(++writes), expiresAt };
      const kept = collections.get(collection) ?? open(collection);
      // Only what is added makes a store grow.
      if (kept.set(key, entry)) kept.purge(now());
      if (latest !== undefined && collection === CLAIMS && isFinished(value)) kept.delete(latest.add(key));
      return entry.version;
    },
    delete: async (collection, key, version) =>
      alive(collection, key)?.version === version && (collections.get(collection)?.delete(key) ?? false),
    list: async (collection, { after = '', limit }) => {
      const records = [];
      const keys = collections.get(collection)?.sortedKeys() ?? [];
      for (let index = firstAfter(keys, after); index < keys.length && records.length < limit; index += 1) {
        const key = keys[index] ?? '';
        const record = toRecord(alive(collection, key));
        if (record !== undefined) records.push({ key, ...record });
      }
      return records;
    },
  };
}

type Collection = ReturnType<typeof createCollection>;

/** How many entries the adding of one looks at for those past their time: two, so that the round ends however many are added. */
const LOOKS = 2;

function createCollection() {
  const entries = new Map<string, Entry>();
  let sorted: readonly string[] | undefined;
  let round = entries.entries();
  const remove = (key: string | undefined) => {
    if (key === undefined) return false;
    sorted = undefined;
    return entries.delete(key);
  };
  return {
    entries,
    delete: remove,
    /** Whether the key is new. */
    set: (key: string, entry: Entry) => {
      const before = entries.size;
      entries.set(key, entry);
      const isNew = entries.size > before;
      if (isNew) sorted = undefined;
      return isNew;
    },
    /** Sorted when first asked for after a change of keys. */
    sortedKeys: () => {
      sorted ??= [...entries.keys()].sort();
      return sorted;
    },
    purge: (now: number) => {
      for (let look = 0; look < LOOKS; look += 1) {
        const next = round.next();
        if (next.done) round = entries.entries();
        else if (next.value[1].expiresAt <= now) remove(next.value[0]);
      }
    },
  };
}

function firstAfter(keys: readonly string[], after: string): number {
  let [low, high] = [0, keys.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((keys[middle] ?? '') > after) high = middle;
    else low = middle + 1;
  }
  return low;
}

function holds(condition: PutCondition, entry: Entry | undefined): boolean {
  return condition === 'absent' ? entry === undefined : entry?.version === condition.version;
}

function toRecord(entry: Entry | undefined) {
  return entry === undefined ? undefined : { value: fromText(entry.value), version: entry.version };
}
