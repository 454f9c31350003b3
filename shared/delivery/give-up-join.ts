import { type Reject, reject, skipped } from '../routing/outcome.ts';
import { JOIN_DUE } from '../routing/table.ts';
import { ofKnown } from './absorb.ts';
import { type Attempt, closeUnclaimed, type Desk, waiting } from './close.ts';
import { parseDueEvent } from './due.ts';
import { giveUpRoute } from './give-up-route.ts';
import { JOINS, type JoinRecord, joinKey, keptUntil, keyOf, markOf, parseJoin } from './join-record.ts';
import { asRoute, asStraggler, toRunEvent } from './join-run.ts';
import { toPortError } from './port-error.ts';
import type { Delivery } from './ports.ts';
import { fromStored } from './stored.ts';
import type { JoinWork } from './work.ts';

/** A join's work, and what its letter is to say. */
type Ending = JoinWork & { readonly verdict: Reject };

/**
 * Ends an event at its join with a letter, and does not add it: unless it is a part already, or needless. An event that was to close the
 * join, or that came after it was closed, has a run with a claim, which is ended like any other. Never throws.
 */
export async function giveUpJoin(desk: Desk, work: JoinWork, verdict: Reject): Promise<Delivery> {
  const { event, join } = work;
  const start = desk.ports.clock.now();
  try {
    const result = await end(desk, { ...work, verdict });
    return 'ms' in result ? result : { event, route: join.name, ...result, ms: desk.ports.clock.now() - start };
  } catch (thrown) {
    const outcome = waiting(toPortError('state', thrown).message);
    return { event, route: join.name, outcome, attempt: 0, ms: desk.ports.clock.now() - start };
  }
}

async function end(desk: Desk, work: Ending): Promise<Delivery | Attempt> {
  const { event, join } = work;
  const isDue = event.type === JOIN_DUE;
  const key = isDue ? parseDueEvent(event).key : keyOf(join, event);
  if (key === undefined) return file(desk, work);
  const found = await desk.ports.state.get(JOINS, joinKey(join, key));
  if (found === undefined) return isDue ? nothing('there is no such join') : file(desk, work);
  const parsed = parseJoin(found.value);
  if (parsed.kind === 'wait') return { outcome: waiting(parsed.reason, parsed.after), attempt: 0 };
  if (parsed.kind === 'refused') return file(desk, { ...work, verdict: reject(parsed.code, parsed.reason) });
  return isDue ? endDue(desk, work, parsed.record) : endPart(desk, work, parsed.record);
}

function endPart(desk: Desk, work: Ending, record: JoinRecord): Promise<Delivery | Attempt> | Attempt {
  const known = ofKnown(record, work.event);
  if (known === undefined) return file(desk, work);
  if (known === 'id-reused') {
    const reason = 'an event with this source and id but other contents came before';
    return file(desk, { ...work, verdict: reject(known, reason) });
  }
  const isStraggler = record.status === 'closed' && !Object.hasOwn(record.seen, markOf(work.event));
  if (isStraggler) return giveUpRoute(desk, { ...work, route: asStraggler(work.join, work.event) }, work.verdict);
  return { outcome: known.outcome, attempt: 0 };
}

/** While the join is open the event itself is what is lost; then it is the join's run. */
async function endDue(desk: Desk, work: Ending, record: JoinRecord): Promise<Delivery | Attempt> {
  if (record.status === 'open') return file(desk, work);
  const { join, event: due, verdict } = work;
  const parts = await fromStored(desk.ports.bodies, record.parts);
  const event = toRunEvent(join, { record, parts, redrive: parseDueEvent(due).redrive });
  const raw = Buffer.from(JSON.stringify(event));
  const now = desk.ports.clock.now();
  const horizon = keptUntil(record, now) - now;
  return giveUpRoute(desk, { ...work, event, raw, horizon, route: asRoute(join, record, parts) }, verdict);
}

/** Under (join, event): the same event twice is one letter. */
function file(desk: Desk, work: Ending): Promise<Attempt> {
  return closeUnclaimed({ desk, work: { ...work, route: asStraggler(work.join, work.event) } }, work.verdict);
}

function nothing(reason: string): Attempt {
  return { outcome: skipped(reason), attempt: 0 };
}
