import { done, type Outcome, type Retry, reject, skipped } from '../routing/outcome.ts';
import { advance, type Claim, type Taken, take } from './claim.ts';
import { type Attempt, close, closeReused, lost, type Step, waiting } from './close.ts';
import { toOutbox } from './emit.ts';
import { toPortError } from './port-error.ts';
import type { Delivery, Ports } from './ports.ts';
import { run } from './run.ts';
import type { Work } from './work.ts';

const MARGIN = 5_000;

/**
 * Claims the event for the route, runs the handler, writes its outbox, publishes it and completes the claim. Never throws: a port
 * that fails makes a retry, and a reject is only returned once its letter is durable.
 */
export async function deliver(ports: Ports, work: Work): Promise<Delivery> {
  const start = ports.clock.now();
  const result = await attempt(ports, work);
  return { event: work.event, route: work.route.name, ...result, ms: ports.clock.now() - start };
}

async function attempt(ports: Ports, work: Work): Promise<Attempt> {
  const { route, event } = work;
  if (work.deadline - ports.clock.now() < route.timeout + MARGIN)
    return { outcome: waiting('too little of the function’s time is left'), attempt: 0 };
  try {
    const claimPorts = { state: ports.state, now: ports.clock.now(), owner: ports.newOwner() };
    const taken = await take(claimPorts, route, event);
    return await proceed({ ports, claimPorts, work }, taken);
  } catch (thrown) {
    return { outcome: waiting(toPortError('state', thrown).message), attempt: 0 };
  }
}

async function proceed(step: Step, taken: Taken): Promise<Attempt> {
  switch (taken.kind) {
    case 'final':
      return { outcome: skipped(`it is already ${taken.status}`), attempt: taken.attempt };
    case 'wait':
      return {
        outcome: waiting('another run holds the event, or its back-off is not over', taken.after),
        attempt: taken.attempt,
      };
    case 'id-reused':
      return closeReused(
        step,
        reject('id-reused', 'an event with this source and id but other contents came before'),
        taken.attempt,
      );
    case 'spent':
      return close(step, reject(taken.code, taken.reason), taken.claim);
    case 'publish':
      return publish(step, taken.claim);
    case 'run':
      return handle(step, taken.claim);
  }
}

async function handle(step: Step, claim: Claim): Promise<Attempt> {
  const { ports, work } = step;
  const { attempt } = claim.record;
  const result = await run(ports, work.route, { event: work.event, attempt });
  if (result.outcome.kind === 'reject') return close(step, result.outcome, claim);
  if (result.outcome.kind === 'retry') return release(step, claim, result.outcome);
  const outbox = await toOutbox(work.route, work.event, result.emitted, ports.clock.now());
  if ('rejected' in outbox) return close(step, outbox.rejected, claim);
  if (outbox.events.length === 0) return complete(step, claim, result.outcome);
  const handled = await advance(step.claimPorts, claim, { status: 'handled', outbox: outbox.events });
  return handled === undefined ? lost(attempt) : publish(step, handled, result.outcome);
}

async function publish(step: Step, claim: Claim, outcome: Outcome = done()): Promise<Attempt> {
  try {
    await step.ports.publish(claim.record.outbox);
  } catch (thrown) {
    const { attempt } = claim.record;
    const { kind, message } = toPortError('publisher', thrown);
    if (kind === 'refused') return close(step, reject('refused', message), claim);
    await advance(step.claimPorts, claim, { leaseUntil: 0 });
    return { outcome: waiting(message), attempt };
  }
  return complete(step, claim, outcome);
}

async function complete(step: Step, claim: Claim, outcome: Outcome): Promise<Attempt> {
  const completed = await advance(step.claimPorts, claim, { status: 'done', outbox: [] });
  return completed === undefined ? lost(claim.record.attempt) : { outcome, attempt: claim.record.attempt };
}

/** Gives the claim back with its back-off, or ends it when that was the last attempt. */
async function release(step: Step, claim: Claim, outcome: Retry): Promise<Attempt> {
  const { retry: policy } = step.work.route;
  const { attempt } = claim.record;
  if (outcome.counted && attempt >= policy.attempts)
    return close(step, reject('attempts-exhausted', outcome.reason), claim);
  const backOff = Math.min(policy.longest, policy.first * 2 ** (attempt - 1)) * (0.5 + step.ports.random() / 2);
  const after = outcome.after ?? backOff;
  const spent = outcome.counted ? attempt : attempt - 1;
  await advance(step.claimPorts, claim, {
    status: 'waiting',
    attempt: spent,
    notBefore: step.ports.clock.now() + after,
  });
  return { outcome: { ...outcome, after }, attempt };
}
