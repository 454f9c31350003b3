import { JOIN_DUE } from '../routing/table.ts';
import { absorb } from './absorb.ts';
import { type Desk, waiting } from './close.ts';
import { deliver } from './deliver.ts';
import { parseDueEvent } from './due.ts';
import { type JoinRecord, keptUntil } from './join-record.ts';
import { asRoute, asStraggler, toRunEvent } from './join-run.ts';
import { toPortError } from './port-error.ts';
import type { Delivery } from './ports.ts';
import { fromStored } from './stored.ts';
import type { JoinWork } from './work.ts';

/**
 * Adds an event to its join, once, and runs the join when that fires or closes it, or when it has not yet come to the end of its run.
 * Never throws. Gives what came of the event, and after it of the run.
 */
export async function deliverJoin(desk: Desk, work: JoinWork): Promise<readonly Delivery[]> {
  const { join, event } = work;
  const start = desk.ports.clock.now();
  const absorbed = await absorb(desk, work);
  const ms = desk.ports.clock.now() - start;
  const own: Delivery = { event, route: join.name, outcome: absorbed.outcome, attempt: 1, ms };
  if (absorbed.calls === 'straggler') return [await deliver(desk, { ...work, route: asStraggler(join, event) })];
  if (absorbed.calls === undefined || absorbed.record === undefined) return [own];
  return [own, await runJoin(desk, work, absorbed.record)];
}

/** Runs the join's function under a claim of its own, which a redrive of the join's letter renews. */
async function runJoin(desk: Desk, work: JoinWork, record: JoinRecord): Promise<Delivery> {
  const { join, event } = work;
  const redrive = event.type === JOIN_DUE ? parseDueEvent(event).redrive : 0;
  const start = desk.ports.clock.now();
  try {
    const parts = await fromStored(desk.ports.bodies, record.parts);
    const cause = toRunEvent(join, { record, parts, redrive });
    const raw = Buffer.from(JSON.stringify(cause));
    const horizon = keptUntil(record, start) - start;
    return await deliver(desk, { ...work, event: cause, raw, horizon, route: asRoute(join, record, parts) });
  } catch (thrown) {
    const ms = desk.ports.clock.now() - start;
    return { event, route: join.name, outcome: waiting(toPortError('bodies', thrown).message), attempt: 0, ms };
  }
}
