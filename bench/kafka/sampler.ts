/** What memory a process holds after so many events: resident, and on the heap after a full collection, in bytes. */
export type Sample = { readonly events: number; readonly resident: number; readonly heap: number };

/** Takes a sample whenever so many more events are done; none when `every` is undefined. Node must run with --expose-gc. */
export function createSampler(every: number | undefined) {
  const samples: Sample[] = [];
  let next = every ?? Number.POSITIVE_INFINITY;
  const at = (events: number) => {
    if (events < next) return;
    next += every ?? 0;
    const { rss: resident } = process.memoryUsage();
    globalThis.gc?.();
    samples.push({ events, resident, heap: process.memoryUsage().heapUsed });
  };
  return { at, samples };
}
