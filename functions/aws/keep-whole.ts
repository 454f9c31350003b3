import type { Part } from '../../shared/schemas/content-modes.ts';

/** An envelope around one event is kept with it; of several, each keeps its own bytes. */
export function keepWhole(parts: readonly Part[], raw: Uint8Array): readonly Part[] {
  return parts.length === 1 ? parts.map(({ event }) => ({ event, raw })) : parts;
}
