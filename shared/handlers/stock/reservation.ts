import type { StateStore } from '../../routing/context.ts';
import { isObject } from '../../schemas/json.ts';
import { NEVER } from './contended.ts';
import type { Line } from './line.ts';

/** A product of which there is not enough: wanted and available are numbers of pieces. */
export type Short = { readonly sku: string; readonly wanted: number; readonly available: number };

/**
 * What became of one order's stock. `holding`: some of it may be held. `held`: all of it is. `shipped` and `released` are final: from then
 * on nothing is held for the order any more, by whomever.
 */
export type Reservation = {
  readonly status: 'holding' | 'held' | 'shipped' | 'released';
  /** One for each product; none where the order was cancelled before anything was reserved. */
  readonly lines: readonly Line[];
  /** Why it was rejected: there when it was released for want of stock. */
  readonly short?: readonly Short[];
  /** All of it was held when the order was cancelled. */
  readonly wasHeld?: true;
  /** Of the run that cancelled the order: it alone tells the others what was given back. */
  readonly cancelledBy?: string;
};

export type Found = { readonly reservation: Reservation; readonly version: string };

const RESERVATIONS = 'reservations';

/** Throws when the record is none. */
export async function readReservation(state: StateStore, orderId: string): Promise<Found | undefined> {
  const found = await state.get(RESERVATIONS, orderId);
  if (found === undefined) return undefined;
  if (isReservation(found.value)) return { reservation: found.value, version: found.version };
  throw new Error(`The reservation of ${JSON.stringify(orderId)} is none: expected { status, lines }`);
}

/** The reservation as it is now written; undefined when another run wrote it meanwhile. */
export async function writeReservation(
  state: StateStore,
  orderId: string,
  { reservation, over }: { readonly reservation: Reservation; readonly over: Found | undefined },
): Promise<Found | undefined> {
  const condition = over === undefined ? 'absent' : { version: over.version };
  const write = { value: reservation, if: condition, expiresAt: NEVER } as const;
  const version = await state.put(RESERVATIONS, orderId, write);
  return version === undefined ? undefined : { reservation, version };
}

const STATUSES: readonly unknown[] = ['holding', 'held', 'shipped', 'released'];

function isReservation(value: unknown): value is Reservation {
  if (!isObject(value) || !STATUSES.includes(value.status) || !Array.isArray(value.lines)) return false;
  return value.lines.every(
    (line) => isObject(line) && typeof line.sku === 'string' && Number.isSafeInteger(line.quantity),
  );
}
