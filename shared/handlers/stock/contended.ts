import { type Outcome, retry } from '../../routing/outcome.ts';

/** How often one run reads and writes a record that others change under it, before it lets them go first. */
export const TRIES = 10;
/** Neither stock nor a reservation is ever forgotten; the last day that every store can write down. */
export const NEVER = Date.UTC(9999, 11, 31);

export function contended(what: string): Outcome {
  return retry({ reason: `other runs change ${what} at the same time`, after: '500ms', counted: false });
}
