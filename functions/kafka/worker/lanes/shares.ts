import type { Slots } from '../../../../shared/delivery/slots.ts';

export type LaneSlots = Slots & { readonly isFree: () => boolean };

/**
 * The slots of a worker, shared evenly by its lanes, so that one whose handlers are slow leaves the others theirs. Where there are more
 * lanes than slots, one that was taken serves one event, and is another lane's then.
 */
export type Shares = {
  /** Of one more lane; `onFree` is called when it gave one back. */
  readonly open: (onFree: () => void) => LaneSlots;
  /** Among so many lanes. */
  readonly divide: (lanes: number) => void;
};

export function createShares(most: number): Shares {
  let [free, share, areEnough] = [most, most, true];
  const open: Shares['open'] = (onFree) => {
    let held = 0;
    const isFree = () => free > 0 && held < share;
    return {
      isFree,
      take: () => {
        if (!isFree()) return false;
        free -= 1;
        held += 1;
        return true;
      },
      give: () => {
        free += 1;
        held -= 1;
        onFree();
      },
      mayKeep: () => areEnough && held <= share,
    };
  };
  const divide = (lanes: number) => {
    share = Math.max(1, Math.floor(most / Math.max(1, lanes)));
    areEnough = lanes <= most;
  };
  return { open, divide };
}
