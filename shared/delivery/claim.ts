import type { StateStore } from '../routing/context.ts';
import type { Route } from '../routing/route.ts';
import type { CloudEvent } from '../schemas/cloudevent.ts';
import { canonicalJson } from '../schemas/json.ts';
import { digest } from './digest.ts';

/**
 * The record that one (route, event) has in the state store. `claimed` holds while `leaseUntil` is ahead; `waiting` until
 * `notBefore`; `handled` has run and still has to publish its outbox; `done` and `dead` are final. Times are epoch milliseconds.
 */
export type ClaimRecord = {
  readonly v: 1;
  readonly status: 'claimed' | 'waiting' | 'handled' | 'done' | 'dead';
  readonly owner: string;
  /** How many runs have been counted, this one included while it is claimed. */
  readonly attempt: number;
  readonly leaseUntil: number;
  readonly notBefore: number;
  readonly firstTry: number;
  /** Of the event's type and data: an id that comes again with other contents is another event under a used name. */
  readonly hash: string;
  readonly outbox: readonly CloudEvent[];
  /** Why it is to be dead-lettered, while its letter is not yet filed. */
  readonly verdict?: Verdict;
};

type Verdict = { readonly code: string; readonly reason: string };

export type Claim = { readonly key: string; readonly record: ClaimRecord; readonly version: string };

export type Taken =
  | { readonly kind: 'run' | 'publish'; readonly claim: Claim }
  | { readonly kind: 'final'; readonly status: 'done' | 'dead'; readonly attempt: number }
  | { readonly kind: 'wait'; readonly after: number; readonly attempt: number }
  | { readonly kind: 'id-reused'; readonly attempt: number }
  /** No attempt or no time is left, or its letter is still to be filed: `code` says which. The event must not run again. */
  | ({ readonly kind: 'spent'; readonly claim: Claim } & Verdict);

export type ClaimPorts = { readonly state: StateStore; readonly now: number; readonly owner: string };

const COLLECTION = 'claims';
const LEASE_MARGIN = 5_000;
/** As long as the longest a source may redeliver. */
const KEEP = 14 * 86_400_000;

export function claimKey(route: string, event: CloudEvent): string {
  const source = event.source.replaceAll('%', '%25').replaceAll('|', '%7C');
  return `${route}|${source}|${event.id}`;
}

/** Of what an event says, and not of how it came: its type and its data. */
export function contentHash(event: CloudEvent): string {
  return digest(event.type, canonicalJson(event.data ?? event.data_base64 ?? null));
}

/** Takes the claim on an event for a route, or says why it may not run now. One conditional write decides between two takers. */
export async function take(ports: ClaimPorts, route: Route, event: CloudEvent): Promise<Taken> {
  const key = claimKey(route.name, event);
  const hash = contentHash(event);
  const found = await ports.state.get(COLLECTION, key);
  if (found === undefined)
    return write(ports, key, { ...fresh(ports, hash), leaseUntil: lease(ports, route) }, 'absent');
  const record = found.value as ClaimRecord; // only this file writes the collection
  const refusal = mayNotRun(record, hash, { now: ports.now, maxAge: route.maxAge });
  if (refusal !== undefined) return refusal;
  const claim = { key, record, version: found.version };
  const verdict = record.verdict ?? exhausted(record, route, ports.now);
  if (verdict !== undefined) return { kind: 'spent', claim, ...verdict };
  if (record.status === 'handled')
    return write(ports, key, { ...record, owner: ports.owner, leaseUntil: lease(ports, route) }, claim);
  const next = {
    ...record,
    status: 'claimed',
    owner: ports.owner,
    attempt: record.attempt + 1,
    leaseUntil: lease(ports, route),
  } as const;
  return write(ports, key, next, claim);
}

type Age = { readonly now: number; readonly maxAge: number };

function mayNotRun(record: ClaimRecord, hash: string, { now, maxAge }: Age): Taken | undefined {
  const { attempt } = record;
  if (record.hash !== hash) return { kind: 'id-reused', attempt };
  if (record.status === 'done' || record.status === 'dead') return { kind: 'final', status: record.status, attempt };
  // A handler may ask for more time than is left: the event is given up when it is too old, and not later.
  const until =
    record.status === 'waiting' ? Math.min(record.notBefore, record.firstTry + maxAge + 1) : record.leaseUntil;
  return until > now ? { kind: 'wait', after: until - now, attempt } : undefined;
}

function exhausted(record: ClaimRecord, route: Route, now: number): Verdict | undefined {
  if (now - record.firstTry > route.maxAge) return { code: 'too-old', reason: `it is older than ${route.maxAge} ms` };
  // What is handled needs no further run.
  if (record.status === 'handled' || record.attempt < route.retry.attempts) return undefined;
  return { code: 'attempts-exhausted', reason: `all ${route.retry.attempts} attempts failed` };
}

async function write(ports: ClaimPorts, key: string, record: ClaimRecord, over: 'absent' | Claim): Promise<Taken> {
  const condition = over === 'absent' ? over : { version: over.version };
  const version = await ports.state.put(COLLECTION, key, { value: record, if: condition, expiresAt: ports.now + KEEP });
  // Another took it between our read and our write: its lease is at most as long as ours would have been.
  if (version === undefined) return { kind: 'wait', after: record.leaseUntil - ports.now, attempt: record.attempt };
  return { kind: record.status === 'handled' ? 'publish' : 'run', claim: { key, record, version } };
}

/** Moves a claim on. Undefined when it is no longer ours: then whoever took it over finishes the work, and ours counts for nothing. */
export async function advance(
  ports: ClaimPorts,
  claim: Claim,
  change: Partial<ClaimRecord>,
): Promise<Claim | undefined> {
  const record = { ...claim.record, ...change };
  const version = await ports.state.put(COLLECTION, claim.key, {
    value: record,
    if: { version: claim.version },
    expiresAt: ports.now + KEEP,
  });
  return version === undefined ? undefined : { key: claim.key, record, version };
}

function fresh(ports: ClaimPorts, hash: string): ClaimRecord {
  return {
    v: 1,
    status: 'claimed',
    owner: ports.owner,
    attempt: 1,
    leaseUntil: 0,
    notBefore: 0,
    firstTry: ports.now,
    hash,
    outbox: [],
  };
}

function lease(ports: ClaimPorts, route: Route): number {
  return ports.now + route.timeout + LEASE_MARGIN;
}
