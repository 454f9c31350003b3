import type { StateStore } from '../../routing/context.ts';
import { type Outcome, reject } from '../../routing/outcome.ts';
import { contended, TRIES } from './contended.ts';
import { endHolds } from './end-holds.ts';
import { type Found, readReservation, writeReservation } from './reservation.ts';

/** Takes an order's pieces out of the stock, once. Undefined when that is done; a reject when they are not held for it. */
export async function settle(state: StateStore, orderId: string): Promise<Outcome | undefined> {
  for (let tries = 0; tries < TRIES; tries++) {
    const found = await readReservation(state, orderId);
    if (found === undefined || found.reservation.status === 'holding' || found.reservation.status === 'released')
      return notHeld(found);
    const { lines, status } = found.reservation;
    const isMarked =
      status === 'shipped' ||
      (await writeReservation(state, orderId, { reservation: { status: 'shipped', lines }, over: found })) !==
        undefined;
    if (isMarked) return endHolds(state, { orderId, lines, shipped: true });
  }
  return contended('the reservation');
}

function notHeld(found: Found | undefined): Outcome {
  const status = found === undefined ? 'not there' : `"${found.reservation.status}"`;
  return reject(
    'not-reserved',
    `The order’s reservation is ${status}: expected "held", so that there is stock to ship.`,
  );
}
