const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

const SCHEDULE = [
  10 * SECOND,
  30 * SECOND,
  MINUTE,
  5 * MINUTE,
  10 * MINUTE,
  30 * MINUTE,
  HOUR,
  3 * HOUR,
  6 * HOUR,
] as const;
const LATER = 12 * HOUR;

/** The vendor says "a small randomization": up to this part of the step is added, nothing is ever taken away. */
const JITTER = 0.1;

/**
 * What an endpoint's answer means to a webhook subscription. `outcome` is the vendor's word for `lastDeliveryOutcome`;
 * `floorMs` is how long the next try waits at least ("Event Grid message delivery and retry", Failure codes).
 */
export type Verdict =
  | { readonly kind: 'delivered' }
  | { readonly kind: 'refused'; readonly outcome: string }
  | { readonly kind: 'failed'; readonly outcome: string; readonly floorMs: number };

const NEVER_RETRIED = new Map([
  [400, 'BadRequest'],
  [401, 'Unauthorized'],
  [403, 'Forbidden'],
  [413, 'PayloadTooLarge'],
]);

export function judgeStatus(status: number): Verdict {
  if (status >= 200 && status <= 204) return { kind: 'delivered' };
  const refused = NEVER_RETRIED.get(status);
  if (refused) return { kind: 'refused', outcome: refused };
  if (status === 404) return { kind: 'failed', outcome: 'NotFound', floorMs: 5 * MINUTE };
  if (status === 408) return { kind: 'failed', outcome: 'TimedOut', floorMs: 2 * MINUTE };
  if (status === 503) return { kind: 'failed', outcome: 'Busy', floorMs: 30 * SECOND };
  return { kind: 'failed', outcome: 'GenericError', floorMs: 10 * SECOND };
}

/** Milliseconds until the next try after `attempts` failed ones; `random` gives numbers in [0, 1). */
export function retryDelay(attempts: number, floorMs: number, random: () => number): number {
  const step = Math.max(SCHEDULE[attempts - 1] ?? LATER, floorMs);
  return Math.round(step * (1 + JITTER * random()));
}
