import { CLAIMS } from '../../shared/delivery/claim.ts';
import type { StateStore } from '../../shared/routing/context.ts';

const PAGE = 1_000;

/** Of all claims in a store, by their keys. */
export async function claimStatuses(state: StateStore): Promise<ReadonlyMap<string, string>> {
  const statuses = new Map<string, string>();
  for (let after = ''; ; ) {
    const page = await state.list(CLAIMS, { after, limit: PAGE });
    for (const { key, value } of page) statuses.set(key, String(Object(value).status));
    const last = page.at(-1);
    if (last === undefined) return statuses;
    after = last.key;
  }
}
