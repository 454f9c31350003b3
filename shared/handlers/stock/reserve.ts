import type { StateStore } from '../../routing/context.ts';
import { type Outcome, reject } from '../../routing/outcome.ts';
import { contended, TRIES } from './contended.ts';
import { endHolds } from './end-holds.ts';
import { hold, shortOf } from './hold.ts';
import { isSameLines, type Line } from './line.ts';
import { type Found, type Reservation, readReservation, type Short, writeReservation } from './reservation.ts';

export type Wanted = { readonly orderId: string; readonly lines: readonly Line[] };

/**
 * Holds every line of an order, or none: the reservation as it then is, which is no longer `holding`. A run that was cut off is resumed
 * where it was, and an order that has its answer gets the same one again.
 */
export async function reserve(state: StateStore, wanted: Wanted): Promise<Reservation | Outcome> {
  const opening = { status: 'holding', lines: wanted.lines } as const;
  for (let tries = 0; tries < TRIES; tries++) {
    const found =
      (await readReservation(state, wanted.orderId)) ??
      (await writeReservation(state, wanted.orderId, { reservation: opening, over: undefined }));
    if (found === undefined) continue;
    const isOpen = found.reservation.status === 'holding';
    const outcome = isOpen ? await decide(state, wanted, found) : await finish(state, wanted, found.reservation);
    if (outcome !== undefined || !isOpen) return outcome ?? found.reservation;
  }
  return contended('the reservation');
}

/** Brings an open reservation to its end: undefined once it has one, which may be another run's. */
async function decide(state: StateStore, wanted: Wanted, found: Found): Promise<Outcome | undefined> {
  const { lines } = found.reservation;
  if (!isSameLines(lines, wanted.lines)) return changed();
  const short: Short[] = [];
  for (const line of lines) {
    // Once one is short nothing more is held, but who ordered is told of all that are.
    if (short.length > 0) short.push(...(await shortOf(state, line)));
    else {
      const made = await hold(state, wanted.orderId, line);
      if (made.kind === 'over') return undefined;
      if (made.kind === 'contended') return contended(`the stock of ${line.sku}`);
      if (made.kind === 'short') short.push(made.short);
    }
  }
  const reservation: Reservation =
    short.length === 0 ? { status: 'held', lines } : { status: 'released', lines, short };
  await writeReservation(state, wanted.orderId, { reservation, over: found });
}

/** Of a reservation that is no longer open: gives back what a rejected one still holds. */
async function finish(state: StateStore, { orderId, lines }: Wanted, found: Reservation): Promise<Outcome | undefined> {
  const isRejected = found.short !== undefined;
  if ((found.status === 'held' || isRejected) && !isSameLines(found.lines, lines)) return changed();
  return isRejected ? endHolds(state, { orderId, lines, shipped: false }) : undefined;
}

function changed(): Outcome {
  return reject('order-changed', 'An order with the same id but other lines came before: expected an id of its own.');
}
