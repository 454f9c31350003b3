/** How long to wait before another try, in milliseconds: doubling, within bounds, with jitter; `slow` for what mends itself seldom. */
export type BackOff = { readonly next: (slow?: boolean) => number; readonly reset: () => void };

const LEAST = 100;
const MOST = 10_000;
const SLOW = 30_000;

export function createBackOff(random: () => number): BackOff {
  let failures = 0;
  const next = (slow = false) => {
    const full = slow ? SLOW : Math.min(MOST, LEAST * 2 ** failures);
    failures += 1;
    return Math.round(full * (0.5 + random() / 2));
  };
  return {
    next,
    reset: () => {
      failures = 0;
    },
  };
}
