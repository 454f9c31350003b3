import { CLAIMS } from '../../shared/delivery/claim.ts';
import { JOINS } from '../../shared/delivery/join-record.ts';
import type { StateStore } from '../../shared/routing/context.ts';
import { isObject } from '../../shared/schemas/json.ts';

/** What can be switched off, in a store that lies to the router, to show that the checker would see it. */
export const MUTANTS = ['claims', 'outbox', 'fencing', 'tombstones'] as const;
export type Mutant = (typeof MUTANTS)[number];

export function mutate(state: StateStore, mutant: Mutant | undefined): StateStore {
  return mutant === undefined ? state : BREAK[mutant](state);
}

type Put = Parameters<StateStore['put']>[2];

const BREAK: Readonly<Record<Mutant, (state: StateStore) => StateStore>> = {
  /** No claim is ever found, and every one is had. */
  claims: (state) => ({
    ...state,
    get: async (collection, key) => (collection === CLAIMS ? undefined : state.get(collection, key)),
    put: (collection, key, write) =>
      collection === CLAIMS ? overwrite(state, key, { collection, write }) : state.put(collection, key, write),
  }),
  /** The outbox is said to be written, and is not. */
  outbox: (state) => ({
    ...state,
    put: async (collection, key, write) => {
      const found = collection === CLAIMS ? await state.get(collection, key) : undefined;
      const isOutbox = isObject(write.value) && write.value.status === 'handled' && found !== undefined;
      if (!isOutbox || write.if === 'absent') return state.put(collection, key, write);
      return found.version === write.if.version ? found.version : undefined;
    },
  }),
  /** A claim changes whoever holds it. */
  fencing: (state) => ({
    ...state,
    put: (collection, key, write) =>
      collection === CLAIMS && write.if !== 'absent'
        ? overwrite(state, key, { collection, write })
        : state.put(collection, key, write),
  }),
  /** A join that has fired or closed is forgotten. */
  tombstones: (state) => ({
    ...state,
    get: async (collection, key) => {
      const found = await state.get(collection, key);
      return collection === JOINS && isTombstone(found?.value) ? undefined : found;
    },
    put: async (collection, key, write) => {
      const found = collection === JOINS ? await state.get(collection, key) : undefined;
      const isOver = write.if === 'absent' && isTombstone(found?.value);
      return isOver ? overwrite(state, key, { collection, write }) : state.put(collection, key, write);
    },
  }),
};

async function overwrite(state: StateStore, key: string, given: { collection: string; write: Put }) {
  const found = await state.get(given.collection, key);
  const condition = found === undefined ? 'absent' : { version: found.version };
  return state.put(given.collection, key, { ...given.write, if: condition });
}

function isTombstone(value: unknown): boolean {
  return isObject(value) && value.status !== undefined && value.status !== 'open';
}
