import type { Bounds } from './machine.ts';

/** Three workers that are started as often, and whom a minute brings past every lease; nothing else goes wrong unless told. */
export function bounds(change: Partial<Bounds>): Bounds {
  return { workers: 3, starts: 3, ticks: 1, tick: 60_000, errors: 0, flights: 0, ...change };
}

/** The same for a join, which takes longer to be due than a lease lasts. */
export function joinBounds(change: Partial<Bounds>): Bounds {
  return bounds({ tick: 120_000, ...change });
}

/** In words, for the name of a test. */
export function inWords({ starts, ticks, errors, flights }: Bounds): string {
  return `${starts} starts, ${ticks} leases of time, ${errors} errors, ${flights} late writes`;
}
