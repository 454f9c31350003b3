import type { Join } from '../routing/join.ts';
import type { Route } from '../routing/route.ts';
import type { CloudEvent } from '../schemas/cloudevent.ts';

/** An event on its way, with what the cloud handed us and the terms on which it came. */
export type Arrival = {
  readonly event: CloudEvent;
  readonly raw: Uint8Array;
  /** What `copyLetter` gets with a letter of it: see Item. */
  readonly origin?: unknown;
  /** When the function itself must end (epoch milliseconds). */
  readonly deadline: number;
  /** How long its source may redeliver it, in milliseconds: so long its claim is kept. */
  readonly horizon: number;
  /** Aborts when the process is to end or may no longer work on this: that is nobody's fault and costs no attempt. */
  readonly signal?: AbortSignal | undefined;
};

/** One event for one route. */
export type Work = Arrival & { readonly route: Route };

/** One event for one join. */
export type JoinWork = Arrival & { readonly join: Join };
