import { createLaneQueue, type LaneQueue } from '../../../../shared/delivery/lane-queue.ts';
import type { Ref } from '../../decode.ts';
import { type BackOff, createBackOff } from '../back-off.ts';
import type { Lane } from './lane.ts';
import type { LaneSlots } from './shares.ts';

/** A lane with the handlers that run over it. */
export type Seat = {
  readonly lane: Lane;
  readonly slots: LaneSlots;
  /** One for all of its batches, so that a subject's order holds over them. */
  readonly queue: LaneQueue;
  /** Aborts at the end of the worker: what waits or has not begun is given back. */
  readonly closing: AbortController;
  readonly backOff: BackOff;
  /** Records of several events, of which some are settled: how many are not, and whether the others are done. */
  readonly partly: Map<bigint, { readonly open: number; readonly isDone: boolean }>;
  /** How many run. */
  batches: number;
  /** What came back unfinished is not to be tried again yet. */
  isPausing: boolean;
  /** A batch came back and nobody looked at it: what is fresh may be of its subjects. */
  isHeld: boolean;
};

export function createSeat(lane: Lane, slots: LaneSlots, random: () => number): Seat {
  const closing = new AbortController();
  const queue = createLaneQueue(slots, closing.signal);
  const still = { batches: 0, isPausing: false, isHeld: false };
  return { lane, slots, queue, closing, backOff: createBackOff(random), partly: new Map(), ...still };
}

/** One event of a record is settled. Gives whether the record is done, once all of its events are settled. */
export function noteEvent({ partly }: Seat, { offset, items = 1 }: Ref, isDone: boolean): boolean | undefined {
  if (items === 1) return isDone;
  const before = partly.get(offset) ?? { open: items, isDone: true };
  const now = { open: before.open - 1, isDone: before.isDone && isDone };
  if (now.open === 0) partly.delete(offset);
  else partly.set(offset, now);
  return now.open === 0 ? now.isDone : undefined;
}

/** Whether what the handlers never had may be handed out: what would find no slot is better off where it is. */
export function mayGoOn({ lane, slots, queue, isHeld }: Seat): boolean {
  return lane.fresh.length > 0 && !isHeld && slots.isFree() && !queue.isShort();
}

/** Whether what came back may be tried again: not before all of it is there, or one of its subject would be overtaken. */
export function mayTryAgain({ lane, partly, isPausing }: Seat): boolean {
  return lane.back.length > 0 && !isPausing && [...partly.values()].every(({ isDone }) => isDone);
}
