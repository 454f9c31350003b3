import { done, type Outcome, type Retry, reject, skipped } from '../routing/outcome.ts';
import type { CloudEvent } from '../schemas/cloudevent.ts';
import { advance, type Claim, MARGIN, type Taken, take } from './claim.ts';
import { toEmittedRefs } from './claim-record.ts';
import { type Attempt, close, closeUnclaimed, type Desk, lost, type Step, waiting } from './close.ts';
import { toOutbox } from './emit.ts';
import { PortError, toPortError } from './port-error.ts';
import type { Delivery } from './ports.ts';
import { run } from './run.ts';
import { fromStored, toStored } from './stored.ts';
import type { Work } from './work.ts';

/**
 * Claims the event for the route, runs the handler, writes its outbox, publishes it and completes the claim. Never throws: a port
 * that fails makes a retry, and a reject is only returned once its letter is durable.
 */
export async function deliver(desk: Desk, work: Work): Promise<Delivery> {
  const start = desk.ports.clock.now();
  const together = await desk.gate.shared(() => attempt(desk, work, false));
  const result = together ?? (await desk.gate.alone(() => attempt(desk, work, true))) ?? lost(0);
  return { event: work.event, route: work.route.name, ...result, ms: desk.ports.clock.now() - start };
}

const ENDING = 'the process is about to end';

/** Undefined when the event must run alone, and `alone` is false. */
async function attempt(desk: Desk, work: Work, alone: boolean): Promise<Attempt | undefined> {
  const { route, event, deadline, horizon } = work;
  const { ports } = desk;
  const now = ports.clock.now();
  if (deadline - now < route.timeout + MARGIN)
    return { outcome: waiting('too little of the function’s time is left'), attempt: 0 };
  if (work.signal?.aborted === true) return { outcome: waiting(ENDING), attempt: 0 };
  try {
    const claimPorts = { state: ports.state, now, owner: ports.newOwner(), keep: horizon, alone };
    const taken = await take(claimPorts, route, event);
    return taken.kind === 'alone' ? undefined : await proceed({ desk, claimPorts, work }, taken);
  } catch (thrown) {
    return { outcome: waiting(toPortError('state', thrown).message), attempt: 0 };
  }
}

function proceed(step: Step, taken: Exclude<Taken, { kind: 'alone' }>): Attempt | Promise<Attempt> {
  switch (taken.kind) {
    case 'final':
      return { outcome: skipped(`it is already ${taken.status}`), attempt: taken.attempt };
    case 'wait':
      return { outcome: waiting(taken.reason, taken.after), attempt: taken.attempt };
    case 'refused':
      return closeUnclaimed(step, reject(taken.code, taken.reason), taken.attempt);
    case 'spent':
      return close(step, reject(taken.code, taken.reason), taken.claim);
    case 'publish':
      return publish(step, taken.claim);
    case 'run':
      return handle(step, taken.claim);
  }
}

async function handle(step: Step, claim: Claim): Promise<Attempt> {
  const { desk, work } = step;
  const { attempt } = claim.record;
  if (work.signal?.aborted === true) return giveBack(step, claim, ENDING);
  if (desk.ports.clock.now() > step.claimPorts.now + MARGIN)
    return giveBack(step, claim, 'the store granted the claim too late to run under it');
  const result = await run(desk.ports, work, attempt);
  if (result.outcome.kind === 'reject') return close(step, result.outcome, claim);
  if (result.outcome.kind === 'retry') return release(step, claim, result.outcome);
  // Awaited on the way back here and below: to return a promise from an async function costs three turns of the queue, to await it one.
  if (result.emitted.length === 0) return await complete(step, claim, { outcome: result.outcome, attempt });
  const outbox = await toOutbox(work.route, work.event, result.emitted, desk.ports.clock.now());
  if ('rejected' in outbox) return close(step, outbox.rejected, claim);
  const handled = await writeOutbox(step, claim, outbox.events);
  if (handled instanceof PortError) return unwritten(step, claim, handled);
  return handled === undefined ? lost(attempt) : publish(step, handled, result.outcome);
}

/** The claim with its outbox; undefined when it was lost. */
async function writeOutbox({ desk, claimPorts }: Step, claim: Claim, events: readonly CloudEvent[]) {
  try {
    const outbox = await toStored(desk.ports.bodies, events);
    return await advance(claimPorts, claim, { status: 'handled', outbox });
  } catch (thrown) {
    return toPortError('state', thrown);
  }
}

/**
 * A store that will never take the outbox ends the event; one that is down costs it no attempt. Where the write took place all the same,
 * the claim is as that left it.
 */
function unwritten(step: Step, claim: Claim, { kind, message: reason }: PortError): Promise<Attempt> {
  if (kind === 'refused') return close(step, reject('refused', reason), claim);
  return release(step, claim, { kind: 'retry', reason, counted: false });
}

/** Of a claim that the store granted when the end had come, or so late that its lease might end before the handler does: as if it had not been taken. */
async function giveBack({ claimPorts }: Step, claim: Claim, reason: string): Promise<Attempt> {
  const attempt = claim.record.attempt - 1;
  await advance(claimPorts, claim, { leaseUntil: 0, attempt });
  return { outcome: waiting(reason), attempt };
}

async function publish(step: Step, claim: Claim, outcome: Outcome = done()): Promise<Attempt> {
  const { attempt } = claim.record;
  const sent = await send(step, claim);
  if (!(sent instanceof PortError)) return complete(step, claim, { outcome, attempt, emitted: sent });
  if (sent.kind === 'refused') return close(step, reject('refused', sent.message), claim);
  await advance(step.claimPorts, claim, { leaseUntil: 0 });
  return { outcome: waiting(sent.message), attempt };
}

async function send({ desk: { ports } }: Step, { record }: Claim): Promise<readonly CloudEvent[] | PortError> {
  try {
    const emitted = await fromStored(ports.bodies, record.outbox);
    await ports.publish(emitted);
    return emitted;
  } catch (thrown) {
    return toPortError('publisher', thrown);
  }
}

async function complete(step: Step, claim: Claim, result: Attempt): Promise<Attempt> {
  const { emitted = [] } = result;
  const refs = emitted.length === 0 ? {} : { emitted: toEmittedRefs(emitted) };
  const completed = await advance(step.claimPorts, claim, { status: 'done', outbox: [], ...refs });
  return completed === undefined ? lost(claim.record.attempt) : result;
}

/** Gives the claim back with its back-off, or ends it when that was the last attempt. */
async function release(step: Step, claim: Claim, outcome: Retry): Promise<Attempt> {
  const { retry: policy } = step.work.route;
  const { ports } = step.desk;
  const { attempt } = claim.record;
  if (outcome.counted && attempt >= policy.attempts)
    return close(step, reject('attempts-exhausted', outcome.reason), claim);
  const longest = Math.min(policy.longest, policy.first * 2 ** (attempt - 1));
  const backOff = Math.round(longest * (0.5 + ports.random() / 2));
  const after = outcome.after ?? backOff;
  const spent = outcome.counted ? attempt : attempt - 1;
  const change = { status: 'waiting', attempt: spent, notBefore: ports.clock.now() + after } as const;
  await advance(step.claimPorts, claim, change);
  return { outcome: { ...outcome, after }, attempt };
}
