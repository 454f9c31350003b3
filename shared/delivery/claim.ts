import type { StateRecord, StateStore } from '../routing/context.ts';
import type { Route } from '../routing/route.ts';
import type { CloudEvent } from '../schemas/cloudevent.ts';
import { claimKey, contentHash, redriveOf } from './claim-key.ts';
import { type ClaimRecord, parseClaim, type Verdict } from './claim-record.ts';

export type Claim = { readonly key: string; readonly record: ClaimRecord; readonly version: string };

export type Taken =
  | { readonly kind: 'run' | 'publish'; readonly claim: Claim }
  | { readonly kind: 'final'; readonly status: 'done' | 'dead'; readonly attempt: number }
  | { readonly kind: 'wait'; readonly after: number; readonly attempt: number; readonly reason: string }
  /** Its last run never came back and left no word: it may have killed its process, and must run alone. */
  | { readonly kind: 'alone' }
  /** The claim is not one that may be used, and is left as it is. */
  | ({ readonly kind: 'refused'; readonly attempt: number } & Verdict)
  /** No attempt or no time is left, or its letter is still to be filed: `code` says which. The event must not run again. */
  | ({ readonly kind: 'spent'; readonly claim: Claim } & Verdict);

export type ClaimPorts = {
  readonly state: StateStore;
  readonly now: number;
  readonly owner: string;
  /** How long a claim is kept after its last change, in milliseconds: as long as its source may redeliver. */
  readonly keep: number;
  /** Whether nothing else runs in this process. */
  readonly alone?: boolean;
};

export const CLAIMS = 'claims';
export const MARGIN = 5_000;

const HELD = 'another run holds the event';

/**
 * Takes the claim on an event for a route, or says why it may not run now. One conditional write decides between two takers. Nearly every
 * event is new, so that the write comes first and the claim is only read where there is one already: a call fewer of every store.
 */
export async function take(ports: ClaimPorts, route: Route, event: CloudEvent): Promise<Taken> {
  const key = claimKey(route.name, event);
  const hash = contentHash(event);
  const record = await fresh(ports, route, { event, hash });
  const version = await put(ports, key, { value: record, if: 'absent' });
  if (version !== undefined) return toTaken({ key, record, version });
  const found = await ports.state.get(CLAIMS, key);
  // It expired between the two.
  if (found === undefined) return { kind: 'wait', after: 0, attempt: 0, reason: HELD };
  return takeOver(ports, route, { key, hash, found });
}

type Kept = { readonly key: string; readonly hash: string; readonly found: StateRecord };

/** Takes a claim that was there before, if it may be taken. */
function takeOver(ports: ClaimPorts, route: Route, { key, hash, found }: Kept): Taken | Promise<Taken> {
  const parsed = parseClaim(found.value);
  if (parsed.kind !== 'claim') return parsed;
  const { record } = parsed;
  const refusal = mayNotRun(record, hash, { now: ports.now, maxAge: route.maxAge });
  if (refusal !== undefined) return refusal;
  const claim = { key, record, version: found.version };
  const verdict = record.verdict ?? exhausted(record, route, ports.now);
  if (verdict !== undefined) return { kind: 'spent', claim, ...verdict };
  if (record.status === 'claimed' && ports.alone !== true) return { kind: 'alone' };
  const held = { ...record, owner: ports.owner, leaseUntil: lease(ports, route) };
  if (record.status === 'handled') return rewrite(ports, claim, held);
  return rewrite(ports, claim, { ...held, status: 'claimed', attempt: record.attempt + 1 });
}

type Age = { readonly now: number; readonly maxAge: number };

function mayNotRun(record: ClaimRecord, hash: string, { now, maxAge }: Age): Taken | undefined {
  const { attempt } = record;
  if (record.hash !== hash)
    return {
      kind: 'refused',
      code: 'id-reused',
      reason: 'an event with this source and id but other contents came before',
      attempt,
    };
  if (record.status === 'done' || record.status === 'dead') return { kind: 'final', status: record.status, attempt };
  // A handler may ask for more time than is left: the event is given up when it is too old, and not later.
  const waits = record.status === 'waiting';
  const until = waits ? Math.min(record.notBefore, record.firstTry + maxAge + 1) : record.leaseUntil;
  const reason = waits ? 'its back-off is not over' : HELD;
  return until > now ? { kind: 'wait', after: until - now, attempt, reason } : undefined;
}

function exhausted(record: ClaimRecord, route: Route, now: number): Verdict | undefined {
  if (now - record.firstTry > route.maxAge) return { code: 'too-old', reason: `it is older than ${route.maxAge} ms` };
  // What is handled needs no further run.
  if (record.status === 'handled' || record.attempt < route.retry.attempts) return undefined;
  return { code: 'attempts-exhausted', reason: `all ${route.retry.attempts} attempts failed` };
}

async function rewrite(ports: ClaimPorts, claim: Claim, record: ClaimRecord): Promise<Taken> {
  const taken = await advance(ports, claim, record);
  if (taken !== undefined) return toTaken(taken);
  // Another took it between our read and our write: its lease is at most as long as ours would have been.
  const { leaseUntil, attempt } = record;
  return { kind: 'wait', after: leaseUntil - ports.now, attempt, reason: HELD };
}

function toTaken(claim: Claim): Taken {
  return { kind: claim.record.status === 'handled' ? 'publish' : 'run', claim };
}

/** Moves a claim on. Undefined when it is no longer ours: then whoever took it over finishes the work, and ours counts for nothing. */
export async function advance(
  ports: ClaimPorts,
  claim: Claim,
  change: Partial<ClaimRecord>,
): Promise<Claim | undefined> {
  const record = { ...claim.record, ...change };
  const version = await put(ports, claim.key, { value: record, if: { version: claim.version } });
  return version === undefined ? undefined : { key: claim.key, record, version };
}

type Write = Pick<Parameters<StateStore['put']>[2], 'value' | 'if'>;

function put({ state, now, keep }: ClaimPorts, key: string, write: Write): Promise<string | undefined> {
  return state.put(CLAIMS, key, { ...write, expiresAt: now + keep });
}

type Given = { readonly event: CloudEvent; readonly hash: string };

function fresh(ports: ClaimPorts, route: Route, { event, hash }: Given): ClaimRecord | Promise<ClaimRecord> {
  const { now, owner } = ports;
  const record: ClaimRecord = {
    v: 1,
    status: 'claimed',
    owner,
    attempt: 1,
    leaseUntil: lease(ports, route),
    notBefore: 0,
    firstTry: now,
    hash,
    outbox: [],
  };
  return redriveOf(event) === 0 ? record : withOutbox(record, handledBefore(ports, route, { event, hash }));
}

async function withOutbox(record: ClaimRecord, before: ReturnType<typeof handledBefore>): Promise<ClaimRecord> {
  const outbox = await before;
  return outbox === undefined ? record : { ...record, status: 'handled', attempt: 0, outbox };
}

/** What an earlier run of a redriven event emitted, when it got so far: that is published again, and the handler is not run. */
async function handledBefore({ state }: ClaimPorts, route: Route, { event, hash }: Given) {
  const before = { ...event, waybillredrive: redriveOf(event) - 1 };
  const found = await state.get(CLAIMS, claimKey(route.name, before));
  const parsed = found === undefined ? undefined : parseClaim(found.value);
  if (parsed?.kind !== 'claim' || parsed.record.hash !== hash) return undefined;
  const { outbox } = parsed.record;
  return 'body' in outbox || outbox.length > 0 ? outbox : undefined;
}

function lease({ now }: ClaimPorts, route: Route): number {
  return now + route.timeout + MARGIN;
}
