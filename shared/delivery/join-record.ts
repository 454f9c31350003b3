import type { Join, Joined } from '../routing/join.ts';
import { attribute, type CloudEvent } from '../schemas/cloudevent.ts';
import { isObject } from '../schemas/json.ts';
import { contentHash } from './claim-key.ts';
import { parseRecord } from './claim-record.ts';
import { digest } from './digest.ts';
import type { Stored } from './stored.ts';

/**
 * What one (join, key) has in the state store. It is `open` until all came (`fired`) or something closed it (`closed`); both are final,
 * and are kept to know the parts by when they come again. Times are epoch milliseconds.
 */
export type JoinRecord = {
  readonly v: 1;
  readonly status: 'open' | 'fired' | 'closed';
  readonly why?: Joined<never>['why'];
  readonly key: string;
  readonly due: number;
  /** Of each part the digest of its source and id, and the hash of its contents. */
  readonly seen: Readonly<Record<string, string>>;
  readonly parts: Stored<CloudEvent>;
};

export const JOINS = 'joins';
/** Behind its time, as long as any source may bring a part again. */
const KEEP = 14 * 86_400_000;
/** More events of one key than this are no order any more, and their list must not grow for ever. */
export const MAX_PARTS = 64;

/** What a join's record is found by. */
export function joinKey(join: Pick<Join, 'name'>, key: string): string {
  return `${join.name}|${key}`;
}

/** Until when a join's record is kept, and the claim of its run with it, whatever source brought the last part. */
export function keptUntil({ due }: Pick<JoinRecord, 'due'>, now: number): number {
  return Math.max(due, now) + KEEP;
}

/** What the event has in common with the others of its join; undefined when it lacks it. */
export function keyOf({ by }: Join, event: CloudEvent): string | undefined {
  const value = by.startsWith('/') ? follow(event, by) : attribute(event, by);
  const isKey = (typeof value === 'string' && value !== '') || typeof value === 'number';
  return isKey ? String(value) : undefined;
}

/** RFC 6901, §4. */
function follow(event: CloudEvent, pointer: string): unknown {
  const keys = pointer.slice(1).split('/');
  return keys.reduce<unknown>((value, key) => {
    const name = key.replaceAll('~1', '/').replaceAll('~0', '~');
    return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
      ? Reflect.get(value, name)
      : undefined;
  }, event);
}

/** What a part is remembered by. */
export function markOf({ source, id }: CloudEvent): string {
  return digest(source, id);
}

/** A record with one event more: open, or fired or closed by it. What comes before `opens` only waits. */
export function withPart(
  join: Join,
  record: JoinRecord,
  { parts, event }: { readonly parts: readonly CloudEvent[]; readonly event: CloudEvent },
): Omit<JoinRecord, 'parts'> {
  const seen = { ...record.seen, [markOf(event)]: contentHash(event) };
  const came = new Set([...parts, event].map(({ type }) => type));
  if (!came.has(join.opens)) return { ...record, seen };
  if (join.unless.some((type) => came.has(type))) return { ...record, seen, status: 'closed', why: 'unless' };
  if (join.all.every((type) => came.has(type))) return { ...record, seen, status: 'fired', why: 'complete' };
  return { ...record, seen };
}

/** A record as it was written, or what to do with one that is newer or torn. */
export function parseJoin(value: unknown) {
  return parseRecord(value, isJoin, (record: JoinRecord) => ({ kind: 'join' as const, record }));
}

function isJoin({ status, key, due, seen, parts }: Readonly<Record<string, unknown>>): boolean {
  const isStatus = status === 'open' || status === 'fired' || status === 'closed';
  const hasParts = Array.isArray(parts) || (isObject(parts) && typeof parts.body === 'string');
  return isStatus && typeof key === 'string' && typeof due === 'number' && isObject(seen) && hasParts;
}
