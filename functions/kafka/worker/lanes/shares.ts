import type { Slots } from '../../../../shared/delivery/slots.ts';

export type LaneSlots = Slots & { readonly isFree: () => boolean };

/** The slots of a worker, shared evenly by its lanes, so that one whose handlers are slow leaves the others theirs. */
export type Shares = {
  /** Of one more lane. */
  readonly open: () => LaneSlots;
  /** Among so many lanes. */
  readonly divide: (lanes: number) => void;
};

/** `onFree` is called when one was given back. */
export function createShares(most: number, onFree: () => void): Shares {
  let [free, share] = [most, most];
  const open: Shares['open'] = () => {
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
      mayKeep: () => held <= share,
    };
  };
  const divide = (lanes: number) => {
    share = Math.max(1, Math.floor(most / Math.max(1, lanes)));
  };
  return { open, divide };
}
