import type { Outcome, Reject } from '../routing/outcome.ts';
import type { CloudEvent } from '../schemas/cloudevent.ts';
import { advance, type Claim, type ClaimPorts } from './claim.ts';
import { claimKey, contentHash } from './claim-key.ts';
import { digest } from './digest.ts';
import { fileLetter } from './letters.ts';
import { toPortError } from './port-error.ts';
import type { Router } from './router.ts';
import type { Work } from './work.ts';

/** What deliveries need of the router. */
export type Desk = Pick<Router, 'name' | 'ports' | 'gate'>;

/** What one delivery works with. */
export type Step = { readonly desk: Desk; readonly claimPorts: ClaimPorts; readonly work: Work };

/** An outcome, the number of the run that it is of, and what that emitted. */
export type Attempt = {
  readonly outcome: Outcome;
  readonly attempt: number;
  readonly emitted?: readonly CloudEvent[];
};

/** The longest reason that is kept: a handler's own words may be a page of somebody else's. */
const LONGEST = 1_000;

/**
 * Ends a delivery with its dead letter, the only one that this event has on this route. The verdict is written into the claim first, so
 * that nobody files who has lost the claim, and a letter that could not be filed is filed later without another run. The claim ends
 * last: a crash before that files the same letter again.
 */
export async function close(step: Step, verdict: Reject, claim: Claim): Promise<Attempt> {
  const { attempt } = claim.record;
  const { code } = verdict;
  const reason = verdict.reason.slice(0, LONGEST);
  const held = await advance(step.claimPorts, claim, { verdict: { code, reason } });
  if (held === undefined) return lost(attempt);
  const outcome = await file(step, { ...verdict, reason }, { id: digest(claim.key, ''), attempts: attempt });
  const isFiled = outcome.kind === 'reject';
  await advance(step.claimPorts, held, isFiled ? { status: 'dead' } : { status: 'waiting', notBefore: 0 });
  return { outcome, attempt };
}

/** Files an event that has no claim of its own; every content that came under its id is a letter. */
export async function closeUnclaimed(step: Omit<Step, 'claimPorts'>, verdict: Reject, attempt = 0): Promise<Attempt> {
  const { route, event } = step.work;
  const id = digest(claimKey(route.name, event), verdict.code, contentHash(event));
  return { outcome: await file(step, verdict, { id, attempts: attempt }), attempt };
}

type Heading = { readonly id: string; readonly attempts: number };

/** The verdict once its letter is durable, until then a retry. */
async function file({ desk, work }: Omit<Step, 'claimPorts'>, verdict: Reject, heading: Heading): Promise<Outcome> {
  const { route, event, raw, origin } = work;
  const { code, reason } = verdict;
  try {
    await fileLetter(desk.ports, desk.name, { ...heading, route: route.name, code, reason, event, raw, origin });
    return verdict;
  } catch (thrown) {
    return waiting(toPortError('dead letters', thrown).message);
  }
}

/** A retry that spends no attempt. */
export function waiting(reason: string, after?: number): Outcome {
  return { kind: 'retry', reason, counted: false, ...(after === undefined ? {} : { after }) };
}

export function lost(attempt: number): Attempt {
  return { outcome: waiting('another run took the event over'), attempt };
}
