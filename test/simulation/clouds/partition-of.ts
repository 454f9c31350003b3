import type { Parcel } from '../ledger.ts';

/** The partition of a message: one subject is always in one. */
export function partitionOf({ event, number }: Parcel, partitions: number): number {
  const key = event?.subject ?? String(number);
  return [...key].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % partitions;
}
