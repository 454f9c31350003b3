import type { PutCondition, StateStore } from '../../routing/context.ts';

type Entry = { readonly value: string; readonly version: string; readonly expiresAt: number };

/** State that lives and dies with the process: for tests and for a first try. */
export function createMemoryState(now: () => number): StateStore {
  const collections = new Map<string, Map<string, Entry>>();
  let writes = 0;
  const alive = (collection: string, key: string) => {
    const entry = collections.get(collection)?.get(key);
    return entry === undefined || entry.expiresAt <= now() ? undefined : entry;
  };
  return {
    get: async (collection, key) => toRecord(alive(collection, key)),
    put: async (collection, key, { value, if: condition, expiresAt }) => {
      if (!holds(condition, alive(collection, key))) return undefined;
      const entry = { value: JSON.stringify(value), version: String(++writes), expiresAt };
      const entries = collections.get(collection) ?? new Map<string, Entry>();
      collections.set(collection, entries.set(key, entry));
      return entry.version;
    },
    delete: async (collection, key, version) =>
      alive(collection, key)?.version === version && (collections.get(collection)?.delete(key) ?? false),
    list: async (collection, { after = '', limit }) =>
      [...(collections.get(collection)?.keys() ?? [])]
        .filter((key) => key > after)
        .sort()
        .flatMap((key) => {
          const record = toRecord(alive(collection, key));
          return record === undefined ? [] : [{ key, ...record }];
        })
        .slice(0, limit),
  };
}

function holds(condition: PutCondition, entry: Entry | undefined): boolean {
  return condition === 'absent' ? entry === undefined : entry?.version === condition.version;
}

/** Values are kept as text, so that no caller can change a record by changing the object it was given. */
function toRecord(entry: Entry | undefined) {
  return entry === undefined ? undefined : { value: JSON.parse(entry.value) as unknown, version: entry.version };
}
