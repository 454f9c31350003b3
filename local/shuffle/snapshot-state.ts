import type { StateStore } from '../../shared/routing/context.ts';

type Entry = { readonly value: string; readonly version: string };

export type SnapshotState = StateStore & {
  /** Everything that is stored, to go back to. */
  readonly save: () => ReadonlyMap<string, Entry>;
  readonly restore: (saved: ReadonlyMap<string, Entry>) => void;
  /** Everything that is stored but for the versions, as text: the same for states that nobody can tell apart. */
  readonly toText: () => string;
};

/** State in memory that can be put back to what it was, for exploring what may come next. Nothing expires in it. */
export function createSnapshotState(): SnapshotState {
  let entries = new Map<string, Entry>();
  let writes = 0;
  const nameOf = (collection: string, key: string) => `${collection}\0${key}`;
  const read = (name: string) => {
    const found = entries.get(name);
    return found === undefined ? undefined : { value: JSON.parse(found.value) as unknown, version: found.version };
  };
  return {
    get: async (collection, key) => read(nameOf(collection, key)),
    put: async (collection, key, { value, if: condition }) => {
      const name = nameOf(collection, key);
      const wanted = condition === 'absent' ? undefined : condition.version;
      if (entries.get(name)?.version !== wanted) return undefined;
      const version = String(++writes);
      entries.set(name, { value: JSON.stringify(value), version });
      return version;
    },
    delete: async (collection, key, version) => {
      const name = nameOf(collection, key);
      return entries.get(name)?.version === version && entries.delete(name);
    },
    list: async (collection, { after = '', limit }) =>
      [...entries.keys()]
        .filter((name) => name.startsWith(nameOf(collection, '')) && name > nameOf(collection, after))
        .sort()
        .slice(0, limit)
        .flatMap((name) => {
          const record = read(name);
          return record === undefined ? [] : [{ key: name.slice(collection.length + 1), ...record }];
        }),
    save: () => new Map(entries),
    restore: (saved) => {
      entries = new Map(saved);
    },
    toText: () => JSON.stringify([...entries].map(([name, { value }]) => [name, value]).sort()),
  };
}
