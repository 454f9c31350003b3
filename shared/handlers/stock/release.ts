import type { StateStore } from '../../routing/context.ts';
import type { Outcome } from '../../routing/outcome.ts';
import { contended, TRIES } from './contended.ts';
import { endHolds } from './end-holds.ts';
import { type Reservation, readReservation, writeReservation } from './reservation.ts';

export type Cancelling = { readonly orderId: string; readonly by: string };

/**
 * Gives an order's stock back for good, also where none was reserved yet: the reservation as it then is. One that was shipped stays so. The
 * first run that cancels the order is noted as `cancelledBy`.
 */
export async function release(state: StateStore, cancelling: Cancelling): Promise<Reservation | Outcome> {
  const { orderId } = cancelling;
  for (let tries = 0; tries < TRIES; tries++) {
    const found = await readReservation(state, orderId);
    const reservation = cancel(found?.reservation, cancelling.by);
    if (reservation !== found?.reservation) {
      const written = await writeReservation(state, orderId, { reservation, over: found });
      if (written === undefined) continue;
    }
    if (reservation.status === 'shipped') return reservation;
    return (await endHolds(state, { orderId, lines: reservation.lines, shipped: false })) ?? reservation;
  }
  return contended('the reservation');
}

/** The same object when there is nothing to write. */
function cancel(found: Reservation | undefined, by: string): Reservation {
  if (found === undefined) return { status: 'released', lines: [], cancelledBy: by };
  if (found.status === 'shipped' || found.cancelledBy !== undefined) return found;
  return { ...found, status: 'released', cancelledBy: by, ...(found.status === 'held' ? { wasHeld: true } : {}) };
}
