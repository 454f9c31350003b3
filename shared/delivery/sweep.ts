import { done, type Outcome } from '../routing/outcome.ts';
import { SWEEP } from '../routing/table.ts';
import type { CloudEvent } from '../schemas/cloudevent.ts';
import { isObject } from '../schemas/json.ts';
import { MARGIN } from './claim.ts';
import { type Desk, waiting } from './close.ts';
import { DUE, type DueEntry, minuteOf, toDueEvent } from './due.ts';
import { toPortError } from './port-error.ts';
import type { Delivery } from './ports.ts';

const PAGE = 100;

/** The event of a scheduler that can only call a function. */
export function toSweepEvent(now: number): CloudEvent {
  return { specversion: '1.0', id: `sweep-${minuteOf(now)}`, source: '/waybill/scheduler', type: SWEEP };
}

/**
 * Sends out one event for each join that is due, and then forgets that it was. It needs no claim: what is sent twice has the same id, and
 * an entry is gone once its event is durable. What does not fit into the call is left to the next sweep.
 */
export async function sweep(desk: Desk, event: CloudEvent, deadline: number): Promise<Delivery> {
  const start = desk.ports.clock.now();
  const outcome = await sweepPages(desk, deadline).then(done, (thrown: unknown): Outcome => {
    return waiting(toPortError('state', thrown).message);
  });
  return { event, route: 'waybill-sweep', outcome, attempt: 1, ms: desk.ports.clock.now() - start };
}

async function sweepPages({ ports }: Desk, deadline: number): Promise<void> {
  const { state, clock } = ports;
  for (;;) {
    const now = clock.now();
    const page = await state.list(DUE, { limit: PAGE });
    // The whole minute that an entry stands under is over, and so its own time.
    const due = page.filter(({ key }) => key < minuteOf(now));
    const entries = due.flatMap(({ value }) => (isEntry(value) ? [value] : []));
    if (entries.length > 0) await ports.publish(entries.map(({ join, key }) => toDueEvent(join, key)));
    for (const { key, version } of due) await state.delete(DUE, key, version);
    if (due.length < PAGE || deadline - clock.now() < MARGIN) return;
  }
}

/** One that cannot be read wakes nobody, and would stand at the head of every page for ever. */
function isEntry(value: unknown): value is DueEntry {
  return isObject(value) && typeof value.join === 'string' && typeof value.key === 'string';
}
