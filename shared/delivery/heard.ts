import type { Delivery } from './ports.ts';

/** The reason for which a delivery waits, as it stands in the log, and until when it need not be said again. */
export type Heard = { reason: string | undefined; until: number };

/** In milliseconds. */
const QUIET = 60_000;

/** Whether deliveries are worth a line: what waits for a service that is down is tried every second, and would say so every second. */
export function isNews(heard: Heard, made: readonly Delivery[], now: number): boolean {
  const reason = waitReason(made);
  if (reason !== undefined && reason === heard.reason && now < heard.until) return false;
  heard.reason = reason;
  heard.until = now + QUIET;
  return true;
}

/** Undefined where anything else came of them than a wait that is nobody's fault; beside a wait, what is skipped is no news. */
function waitReason(made: readonly Delivery[]): string | undefined {
  let reason: string | undefined;
  for (const { outcome } of made) {
    if (outcome.kind === 'done' && outcome.as === 'skipped') continue;
    if (outcome.kind !== 'retry' || outcome.counted) return undefined;
    reason = outcome.reason;
  }
  return reason;
}
