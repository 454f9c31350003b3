import { type Limits, tooLarge } from '../../shared/delivery/limits.ts';
import type { Part } from '../../shared/schemas/content-modes.ts';

/** The part, or in its place a problem when its own bytes are more than an event may have. */
export function withinLimit(part: Part, limits: Limits): Part {
  return part.raw.length > limits.event ? { ...part, event: tooLarge('event', part.raw.length, limits) } : part;
}
