import { idempotencyKey } from '../../shared/delivery/claim-key.ts';
import type { LetterEntry } from '../../shared/delivery/letters.ts';
import type { World } from './world.ts';

/** An event that has its letter holds nobody back any more. */
export function wroteLetter({ runs, counts, say }: World, value: unknown): void {
  const { route, event, code } = value as LetterEntry; // what the router writes into the collection of letters
  counts.add(`letters: ${code}`);
  say(`letter ${route ?? ''} ${event?.type ?? ''} ${event?.subject ?? ''} ${code}`);
  if (route !== undefined && event !== undefined) runs.finish(idempotencyKey(route, { specversion: '1.0', ...event }));
}
