import type { Outcome, Reject } from '../routing/outcome.ts';
import { advance, type Claim, type ClaimPorts, claimKey, contentHash } from './claim.ts';
import { digest } from './digest.ts';
import { toPortError } from './port-error.ts';
import type { Ports } from './ports.ts';
import type { Work } from './work.ts';

/** What one delivery works with. */
export type Step = { readonly ports: Ports; readonly claimPorts: ClaimPorts; readonly work: Work };

/** An outcome and the number of the run that it is of. */
export type Attempt = { readonly outcome: Outcome; readonly attempt: number };

/**
 * Ends a delivery with its dead letter, the only one that this event has on this route. The verdict is written into the claim first, so
 * that nobody files who has lost the claim, and a letter that could not be filed is filed later without another run. The claim ends
 * last: a crash before that files the same letter again.
 */
export async function close(step: Step, verdict: Reject, claim: Claim): Promise<Attempt> {
  const { attempt } = claim.record;
  const { code, reason } = verdict;
  const held = await advance(step.claimPorts, claim, { verdict: { code, reason } });
  if (held === undefined) return lost(attempt);
  const id = digest(claim.key, '');
  const outcome = await file(step, verdict, { id, attempts: attempt });
  const isFiled = outcome.kind === 'reject';
  await advance(step.claimPorts, held, isFiled ? { status: 'dead' } : { status: 'waiting', notBefore: 0 });
  return { outcome, attempt };
}

/** Files an event that has no claim of its own, since another has it; every content that came under the used id is a letter. */
export async function closeReused(step: Step, verdict: Reject, attempt: number): Promise<Attempt> {
  const { route, event } = step.work;
  const id = digest(claimKey(route.name, event), verdict.code, contentHash(event));
  return { outcome: await file(step, verdict, { id, attempts: attempt }), attempt };
}

type Heading = { readonly id: string; readonly attempts: number };

/** The verdict once its letter is durable, until then a retry. */
async function file({ ports, work }: Step, verdict: Reject, heading: Heading): Promise<Outcome> {
  const { route, event, raw } = work;
  const { code, reason } = verdict;
  try {
    await ports.fileLetter({ ...heading, route: route.name, code, reason, event, raw });
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
