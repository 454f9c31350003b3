import { type Reject, reject, skipped } from '../routing/outcome.ts';
import { CLAIMS, type Claim, type Taken, take } from './claim.ts';
import { claimKey, contentHash } from './claim-key.ts';
import { parseClaim } from './claim-record.ts';
import { type Attempt, close, closeUnclaimed, type Desk, type Step, waiting } from './close.ts';
import { toPortError } from './port-error.ts';
import type { Delivery } from './ports.ts';
import type { Work } from './work.ts';

/**
 * Ends an event on a route with its letter and without a run, unless it is done or dead already, or a run that holds it may still end it.
 * What an earlier run emitted stays in the claim, for a redrive. Never throws.
 */
export async function giveUpRoute(desk: Desk, work: Work, verdict: Reject): Promise<Delivery> {
  const start = desk.ports.clock.now();
  const result = await end(desk, work, verdict).catch(
    (thrown: unknown): Attempt => ({ outcome: waiting(toPortError('state', thrown).message), attempt: 0 }),
  );
  return { event: work.event, route: work.route.name, ...result, ms: desk.ports.clock.now() - start };
}

async function end(desk: Desk, work: Work, verdict: Reject): Promise<Attempt> {
  const { state, clock, newOwner } = desk.ports;
  const claimPorts = { state, now: clock.now(), owner: newOwner(), keep: work.horizon, alone: true };
  const step: Step = { desk, claimPorts, work };
  const resting = await findResting(step);
  if (resting !== undefined) return endClaim(step, verdict, resting);
  return endTaken(step, verdict, await take(claimPorts, work.route, work.event));
}

/** A claim that waits for its next try, which will not come: nobody holds it, and it is ended from where it is. */
async function findResting({ claimPorts, work: { route, event } }: Step): Promise<Claim | undefined> {
  const key = claimKey(route.name, event);
  const found = await claimPorts.state.get(CLAIMS, key);
  const parsed = found === undefined ? undefined : parseClaim(found.value);
  if (found === undefined || parsed?.kind !== 'claim') return undefined;
  const { record } = parsed;
  const isResting = record.status === 'waiting' && record.hash === contentHash(event);
  return isResting ? { key, record, version: found.version } : undefined;
}

async function endTaken(step: Step, verdict: Reject, taken: Taken): Promise<Attempt> {
  switch (taken.kind) {
    case 'final':
      return { outcome: skipped(`it is already ${taken.status}`), attempt: taken.attempt };
    case 'wait':
      return { outcome: waiting(taken.reason, taken.after), attempt: taken.attempt };
    case 'alone': // not of a claim that is taken as if alone
      return { outcome: waiting('another run took the event over'), attempt: 0 };
    case 'refused':
      return closeUnclaimed(step, reject(taken.code, taken.reason), taken.attempt);
    case 'run':
      return endClaim(step, verdict, withoutRun(taken.claim));
    case 'publish':
    case 'spent':
      return endClaim(step, verdict, taken.claim);
  }
}

/** A verdict that was reached before, and whose letter could not be filed, is the better one. */
function endClaim(step: Step, verdict: Reject, claim: Claim): Promise<Attempt> {
  const before = claim.record.verdict;
  return close(step, before === undefined ? verdict : reject(before.code, before.reason), claim);
}

/** To take a claim counts a run, and here none follows. */
function withoutRun(claim: Claim): Claim {
  return { ...claim, record: { ...claim.record, attempt: claim.record.attempt - 1 } };
}
