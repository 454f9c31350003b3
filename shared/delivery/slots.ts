/** How many events may run at once. To take a free slot makes no promise, since most events find one. */
export type Slots = {
  /** Says whether there was one. */
  readonly take: () => boolean;
  readonly give: () => void;
  /** Whether one that was taken may serve another event, or must be given back first: others may have a better claim to it. */
  readonly mayKeep: () => boolean;
};

export function createSlots(most: number): Slots {
  let free = most;
  return {
    take: () => {
      if (free === 0) return false;
      free -= 1;
      return true;
    },
    give: () => {
      free += 1;
    },
    mayKeep: () => true,
  };
}
