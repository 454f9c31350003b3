import { done, type Outcome } from '../routing/outcome.ts';
import { SWEEP } from '../routing/table.ts';
import type { CloudEvent } from '../schemas/cloudevent.ts';
import { isObject } from '../schemas/json.ts';
import { MARGIN } from './claim.ts';
import { type Desk, waiting } from './close.ts';
import { DUE, type DueEntry, minuteOf, toDueEvent } from './due.ts';
import { toPortError } from './port-error.ts';
import type { Delivery, Ports } from './ports.ts';

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
    await send(ports, due.flatMap(toEvent));
    for (const { key, version } of due) await state.delete(DUE, key, version);
    if (due.length < PAGE || deadline - clock.now() < MARGIN) return;
  }
}

/** All at once; where the broker refuses that, one by one, so that none that it never takes holds up the others. */
async function send(ports: Pick<Ports, 'publish' | 'log'>, events: readonly CloudEvent[]): Promise<void> {
  if (events.length === 0) return;
  try {
    await ports.publish(events);
  } catch (thrown) {
    if (toPortError('publisher', thrown).kind !== 'refused') throw thrown;
    if (events.length > 1) for (const event of events) await send(ports, [event]);
    else
      ports.log({
        level: 'error',
        message: 'the broker never takes a due event',
        id: events[0]?.id,
        source: events[0]?.source,
      });
  }
}

/** An entry's key says all that its value does, should that be torn; what says neither wakes nobody. */
function toEvent({ key: place, value }: { readonly key: string; readonly value: unknown }): readonly CloudEvent[] {
  if (isEntry(value)) return [toDueEvent(value.join, value.key)];
  const [, join, ...key] = place.split('|');
  return join === undefined || key.length === 0 ? [] : [toDueEvent(join, key.join('|'))];
}

function isEntry(value: unknown): value is DueEntry {
  return isObject(value) && typeof value.join === 'string' && typeof value.key === 'string';
}
