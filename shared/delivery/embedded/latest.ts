/** Remembers the latest so many keys; each one that is added displaces the oldest of them, which `add` returns. */
export function createLatest(most: number) {
  const keys: string[] = [];
  let oldest = 0;
  return {
    add: (key: string): string | undefined => {
      const displaced = keys[oldest];
      keys[oldest] = key;
      oldest = (oldest + 1) % most;
      return displaced;
    },
  };
}
