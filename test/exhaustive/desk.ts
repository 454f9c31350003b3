import type { Desk } from '../../shared/delivery/close.ts';
import { createMemoryBlobs } from '../../shared/delivery/embedded/memory-blobs.ts';
import { createMemoryPayments } from '../../shared/delivery/embedded/memory-payments.ts';
import { createGate } from '../../shared/delivery/gate.ts';
import type { Clock } from '../../shared/delivery/ports.ts';
import type { StateRecord, StateStore } from '../../shared/routing/context.ts';
import type { Call } from './durable.ts';

/** Makes a call and gives its answer, or throws as a port does. */
export type Perform = (call: Call) => Promise<unknown>;

/** Where what happened is marked. */
export const EFFECTS = 'effects';
export const TOPIC = 'topic';
export const BODIES = 'bodies';
export const ACKS = 'acks';

/**
 * A process of its own, whose every port is one call. All take under one name, so that nothing but a record's version can tell one
 * worker from another. A mail stands for any effect of a handler.
 */
export function createDesk(perform: Perform, now: () => number): Desk {
  const mark = async (collection: string, keys: readonly string[]) =>
    void (await perform({ kind: 'mark', collection, keys }));
  const clock: Clock = { now, after: () => () => {} };
  return {
    name: 'test',
    gate: createGate(),
    ports: {
      state: createState(perform),
      bodies: { put: (name) => mark(BODIES, [name]), get: async () => undefined },
      mail: { send: ({ messageId }) => mark(EFFECTS, [messageId]) },
      publish: async (events) => {
        const keys = events.map(({ type, id }) => `${type} ${id}`);
        await perform({ kind: 'mark', collection: TOPIC, keys, clears: ACKS });
      },
      blobs: createMemoryBlobs(new Map()),
      payments: createMemoryPayments(new Map()),
      log: () => {},
      random: () => 0,
      newOwner: () => 'anybody',
      clock,
    },
  };
}

function createState(perform: Perform): StateStore {
  return {
    get: async (collection, key) => ((await perform({ kind: 'get', collection, key })) ?? undefined) as StateRecord, // as durable.ts answers
    put: async (collection, key, { value, if: condition }) =>
      ((await perform({ kind: 'put', collection, key, value, if: condition })) ?? undefined) as string, // likewise
    delete: async (collection, key, version) => (await perform({ kind: 'delete', collection, key, version })) !== null,
    list: async (collection) =>
      (await perform({ kind: 'list', collection })) as readonly (StateRecord & { readonly key: string })[], // likewise
  };
}
