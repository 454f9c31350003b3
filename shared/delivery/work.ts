import type { Route } from '../routing/route.ts';
import type { CloudEvent } from '../schemas/cloudevent.ts';

/** One event for one route, with what the cloud handed us, and when the function itself must end (epoch milliseconds). */
export type Work = {
  readonly route: Route;
  readonly event: CloudEvent;
  readonly raw: Uint8Array;
  readonly deadline: number;
};
