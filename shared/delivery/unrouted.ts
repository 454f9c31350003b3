import { type Outcome, reject, skipped } from '../routing/outcome.ts';
import { attribute, type CloudEvent } from '../schemas/cloudevent.ts';
import { show } from '../schemas/result.ts';
import { contentHash, redriveOf } from './claim-key.ts';
import { digest } from './digest.ts';
import { fileLetter } from './letters.ts';
import { toPortError } from './port-error.ts';
import type { Delivery } from './ports.ts';
import type { Router } from './router.ts';
import type { Arrival } from './work.ts';

/** What becomes of an event that no route wants. */
export async function noRoute(router: Router, came: Pick<Arrival, 'event' | 'raw' | 'origin'>): Promise<Delivery> {
  const { event } = came;
  const addressee = attribute(event, 'waybillroute');
  if (addressee !== undefined) {
    const reason = `its waybillroute is ${show(addressee)}, and no route of that name wants it`;
    return fileUnrouted(router, { ...came, code: 'unrouted', reason });
  }
  if (router.table.knows(event.type))
    return { event, outcome: skipped('no route’s conditions hold'), attempt: 0, ms: 0 };
  if (router.table.unrouted === 'drop')
    return { event, outcome: skipped(`no route names the type ${event.type}`), attempt: 0, ms: 0 };
  return fileUnrouted(router, {
    ...came,
    code: 'unrouted',
    reason: `no route names or emits the type ${event.type}`,
  });
}

type Refused = {
  readonly event?: CloudEvent;
  readonly raw: Uint8Array;
  readonly origin?: unknown;
  readonly code: string;
  readonly reason: string;
};

/** Files what no route has a claim on. */
export async function fileUnrouted(router: Router, { event, raw, origin, code, reason }: Refused): Promise<Delivery> {
  const { ports, name } = router;
  const start = ports.clock.now();
  const known = event === undefined ? {} : { event };
  const outcome = await fileLetter(ports, name, {
    id: idOf(code, raw, event),
    code,
    reason,
    attempts: 0,
    raw,
    origin,
    ...known,
  }).then(
    (): Outcome => reject(code, reason),
    (thrown: unknown): Outcome => ({
      kind: 'retry',
      reason: toPortError('dead letters', thrown).message,
      counted: false,
    }),
  );
  return { ...known, outcome, attempt: 0, ms: ports.clock.now() - start };
}

function idOf(code: string, raw: Uint8Array, event: CloudEvent | undefined): string {
  if (event === undefined) return digest(code, raw);
  const redrive = redriveOf(event);
  return digest(code, event.source, event.id, contentHash(event), ...(redrive === 0 ? [] : [`redrive ${redrive}`]));
}
