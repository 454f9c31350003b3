import type { CloudEvent } from '../schemas/cloudevent.ts';
import { isObject } from '../schemas/json.ts';
import type { Stored } from './stored.ts';

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
  readonly outbox: Stored<CloudEvent>;
  /** Once done: what it emitted, the first hundred. */
  readonly emitted?: readonly EmittedRef[];
  /** Why it is to be dead-lettered, while its letter is not yet filed. */
  readonly verdict?: Verdict;
};

/** Why an event is dead-lettered. */
export type Verdict = { readonly code: string; readonly reason: string };

export type EmittedRef = Pick<CloudEvent, 'id' | 'source' | 'type'>;

/** Whether a claim's record is one that no delivery changes any more. */
export function isFinished(record: unknown): boolean {
  return isObject(record) && (record.status === 'done' || record.status === 'dead');
}

/** Names what was emitted: enough to find it by, and never more than a record holds. */
export function toEmittedRefs(events: readonly CloudEvent[]): readonly EmittedRef[] {
  return events.slice(0, 100).map(({ id, source, type }) => ({ id, source, type }));
}

type Unusable =
  | ({ readonly kind: 'refused'; readonly attempt: number } & Verdict)
  | { readonly kind: 'wait'; readonly after: number; readonly attempt: number; readonly reason: string };

const STATUSES: ReadonlySet<unknown> = new Set(['claimed', 'waiting', 'handled', 'done', 'dead']);
/** While a deployment is under way, old and new code share the store. */
const UNTIL_DEPLOYED = 30_000;

/** A claim as it was written, or what to do with what is none: a newer version's waits for the newer code, a torn one cannot be used. */
export function parseClaim(value: unknown): { readonly kind: 'claim'; readonly record: ClaimRecord } | Unusable {
  return parseRecord(value, isClaim, (record: ClaimRecord) => ({ kind: 'claim' as const, record }));
}

/** Any record of ours that carries its version in `v`. */
export function parseRecord<R, T>(
  value: unknown,
  holds: (value: Readonly<Record<string, unknown>>) => boolean,
  use: (record: R) => T,
): T | Unusable {
  const record = isObject(value) ? value : {};
  if (typeof record.v === 'number' && record.v > 1)
    return {
      kind: 'wait',
      after: UNTIL_DEPLOYED,
      attempt: 0,
      reason: `its record is of the newer version ${record.v}`,
    };
  if (record.v === 1 && holds(record)) return use(record as R); // holds has looked at every field that is relied on
  return { kind: 'refused', code: 'bad-state', reason: 'its record in the state store cannot be read', attempt: 0 };
}

function isClaim({
  status,
  attempt,
  leaseUntil,
  notBefore,
  firstTry,
  hash,
  outbox,
}: Readonly<Record<string, unknown>>) {
  const isCounted = [attempt, leaseUntil, notBefore, firstTry].every((number) => typeof number === 'number');
  const hasOutbox = Array.isArray(outbox) || (isObject(outbox) && typeof outbox.body === 'string');
  return STATUSES.has(status) && isCounted && typeof hash === 'string' && hasOutbox;
}
