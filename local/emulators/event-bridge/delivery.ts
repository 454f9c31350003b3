import type { Clock } from '../../clock.ts';

export type Target = {
  readonly id?: string;
  /** Hands an event (JSON text) over; rejects when the target's API did not take it. */
  readonly invokeAsync: (event: string) => Promise<void>;
  /** Gets an event that could not be handed over, and why, as a target's dead-letter queue does. */
  readonly onDeadLetter?: (event: string, reason: string) => void;
};

export type DeliveryEvent =
  | { readonly kind: 'delivered'; readonly target: string }
  | { readonly kind: 'retried'; readonly target: string; readonly reason: string; readonly afterMs: number }
  | { readonly kind: 'dropped'; readonly target: string; readonly reason: string };

export type Deliveries = {
  readonly deliver: (event: string, target: Target) => void;
  /** Events that no target has taken and that are not given up. */
  readonly pending: () => number;
  readonly close: () => void;
};

type Delivery = { readonly event: string; readonly target: Target; readonly since: number; retries: number };

type State = {
  readonly clock: Clock;
  readonly onEvent: (event: DeliveryEvent) => void;
  /** Deliveries that are not done, and what ends the waiting of each. */
  readonly waiting: Map<Delivery, () => void>;
};

const maxRetries = 185;
const maxAgeMs = 24 * 60 * 60 * 1000;

/** Hands events over, for 24 hours and up to 185 times more ("How EventBridge retries delivering events"). */
export function createDeliveries(clock: Clock, onEvent: (event: DeliveryEvent) => void): Deliveries {
  const state: State = { clock, onEvent, waiting: new Map() };
  const deliver = (event: string, target: Target) => {
    const delivery: Delivery = { event, target, since: clock.now(), retries: 0 };
    state.waiting.set(delivery, () => {});
    void tryOnce(delivery, state);
  };
  const close = () => {
    for (const cancel of state.waiting.values()) cancel();
    state.waiting.clear();
  };
  return { deliver, pending: () => state.waiting.size, close };
}

async function tryOnce(delivery: Delivery, state: State): Promise<void> {
  const { event, target } = delivery;
  try {
    await target.invokeAsync(event);
  } catch (error) {
    if (state.waiting.has(delivery)) afterFailure(delivery, error, state); // else closed meanwhile
    return;
  }
  state.waiting.delete(delivery);
  state.onEvent({ kind: 'delivered', target: nameOf(target) });
}

function afterFailure(delivery: Delivery, error: unknown, { clock, onEvent, waiting }: State): void {
  const target = nameOf(delivery.target);
  const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const afterMs = backOff(++delivery.retries);
  const late = clock.now() + afterMs - delivery.since > maxAgeMs || delivery.retries > maxRetries;
  if (late || !isWorthRetrying(error)) {
    waiting.delete(delivery);
    onEvent({ kind: 'dropped', target, reason });
    delivery.target.onDeadLetter?.(delivery.event, reason);
    return;
  }
  onEvent({ kind: 'retried', target, reason, afterMs });
  waiting.set(
    delivery,
    clock.after(afterMs, () => void tryOnce(delivery, { clock, onEvent, waiting })),
  );
}

function nameOf(target: Target): string {
  return target.id ?? 'target';
}

/**
 * Exponential, as EventBridge says without saying more: a second, doubling to eight minutes, which makes 185 retries in
 * a little less than a day. Without its jitter, so that a run can be repeated.
 */
function backOff(retry: number): number {
  return Math.min(1000 * 2 ** (retry - 1), 480_000);
}

/** A target that is gone or that refuses the event is not asked again; throttling and server errors pass. */
function isWorthRetrying(error: unknown): boolean {
  const status = statusOf(error);
  return status === undefined || status === 429 || status >= 500;
}

/** The HTTP status of an error of an AWS SDK. */
function statusOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('$metadata' in error)) return undefined;
  const { $metadata: metadata } = error;
  if (typeof metadata !== 'object' || metadata === null || !('httpStatusCode' in metadata)) return undefined;
  return typeof metadata.httpStatusCode === 'number' ? metadata.httpStatusCode : undefined;
}
