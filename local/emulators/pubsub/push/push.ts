import type { Backlog } from '../delivery/backlog.ts';
import { acknowledge, type Delivery, modifyDeadline, take } from '../delivery/deliveries.ts';
import type { Post } from './post.ts';
import { toPushRequest } from './push-request.ts';
import type { PushTarget } from './push-target.ts';

type Pusher = {
  readonly backlog: Backlog;
  readonly post: Post;
  /** The requests under way; no more of them than `window`. */
  readonly requests: Set<AbortController>;
  window: number;
  failuresInARow: number;
  stopPause?: (() => void) | undefined;
};

type Outcome = number | 'deadline' | 'unreachable';

// Google goes on to thousands; one laptop's endpoint gains nothing from that.
const largestWindow = 100;
const acks = new Set<Outcome>([102, 200, 201, 202, 204]);

/**
 * Pushes what is ready for as long as the subscription has an endpoint. "Push subscriptions" in the Pub/Sub documentation: one request at
 * first, twice as many after each success, half as many after each failure; an endpoint that fails without a retry policy is left alone for
 * 100 ms to 60 s. The documentation does not say how that pause grows: here it doubles as long as nothing succeeds.
 */
export function startPushing(backlog: Backlog, post: Post): void {
  const pusher: Pusher = { backlog, post, requests: new Set(), window: 1, failuresInARow: 0 };
  backlog.listeners.add(() => (backlog.closed ? stop(pusher) : pump(pusher)));
}

function stop(pusher: Pusher): void {
  pusher.stopPause?.();
  for (const request of pusher.requests) request.abort();
}

function pump(pusher: Pusher): void {
  const { push } = pusher.backlog.settings;
  while (push && !pusher.stopPause && pusher.requests.size < pusher.window) {
    // No deadline in the lease: the request's own time limit is the deadline, and it cannot be moved.
    const [delivery] = take(pusher.backlog, 1, {});
    if (!delivery) return;
    const request = new AbortController();
    pusher.requests.add(request);
    attempt(pusher, { push, delivery, request }).then((outcome) => {
      pusher.requests.delete(request);
      if (!pusher.backlog.closed) settle(pusher, delivery, outcome);
    });
  }
}

type Attempt = { readonly push: PushTarget; readonly delivery: Delivery; readonly request: AbortController };

async function attempt({ backlog, post }: Pusher, { push, delivery, request }: Attempt): Promise<Outcome> {
  const cancel = backlog.clock.after(backlog.settings.ackDeadline, () => request.abort());
  try {
    return await post(push.endpoint, toPushRequest(backlog.settings, push.form, delivery), request.signal);
  } catch {
    return request.signal.aborted ? 'deadline' : 'unreachable';
  } finally {
    cancel();
  }
}

function settle(pusher: Pusher, { message, attempt, ackId }: Delivery, outcome: Outcome): void {
  const { backlog } = pusher;
  const subscription = backlog.settings.name;
  backlog.emit({ kind: 'delivery', subscription, messageId: message.id, attempt, status: outcome });
  if (acks.has(outcome)) {
    speedUp(pusher);
    acknowledge(backlog, ackId);
  } else {
    slowDown(pusher);
    modifyDeadline(backlog, ackId, 0);
  }
  pump(pusher);
}

function speedUp(pusher: Pusher): void {
  pusher.window = Math.min(pusher.window * 2, largestWindow);
  pusher.failuresInARow = 0;
}

function slowDown(pusher: Pusher): void {
  const { retry } = pusher.backlog.settings;
  pusher.window = Math.max(1, Math.floor(pusher.window / 2));
  // What fails during a pause was sent before it, so it says nothing new about the endpoint.
  if (retry?.minimum || pusher.stopPause) return;
  pusher.failuresInARow += 1;
  const pause = Math.min(100 * 2 ** (pusher.failuresInARow - 1), 60_000);
  pusher.stopPause = pusher.backlog.clock.after(pause, () => {
    pusher.stopPause = undefined;
    pump(pusher);
  });
}
