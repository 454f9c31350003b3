import { CLAIMS } from '../../shared/delivery/claim.ts';
import type { StateStore } from '../../shared/routing/context.ts';
import { isObject } from '../../shared/schemas/json.ts';
import type { Audit } from './audit.ts';

/** A store whose claims are in the audit too: what is given back before it is, what is settled once it is. */
export function watchedState(state: StateStore, audit: Audit): StateStore {
  return {
    ...state,
    put: async (collection, key, write) => {
      const { status, leaseUntil, outbox } = collection === CLAIMS && isObject(write.value) ? write.value : {};
      if (status === 'waiting' || (status === 'claimed' && leaseUntil === 0)) audit({ what: 'back', key });
      const version = await state.put(collection, key, write).catch((error: unknown) => {
        audit({ what: 'failed', key });
        throw error;
      });
      if (version !== undefined && isSettled(status)) audit({ what: 'wrote', key, claim: { status, outbox } });
      return version;
    },
  };
}

function isSettled(status: unknown): status is string {
  return status === 'handled' || status === 'done' || status === 'dead';
}
