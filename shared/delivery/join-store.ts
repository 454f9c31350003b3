import type { Join } from '../routing/join.ts';
import { DUE, dueKey } from './due.ts';
import { JOINS, type JoinRecord, joinKey, keptUntil } from './join-record.ts';
import type { Ports } from './ports.ts';

/** The record of a join that nothing has come for. */
export function openJoin(key: string, due: number): JoinRecord {
  return { v: 1, status: 'open', key, due, seen: {}, parts: [] };
}

/** Enters a join among what is due, once. */
export async function enterDue(ports: Ports, join: Join, { key, due }: JoinRecord): Promise<void> {
  const entry = { v: 1, join: join.name, key, due } as const;
  const expiresAt = keptUntil({ due }, ports.clock.now());
  await ports.state.put(DUE, dueKey(entry), { value: entry, if: 'absent', expiresAt });
}

type Write = { readonly join: Join; readonly next: JoinRecord; readonly version: string | undefined };

/** Whether the record was still of the version that was read, undefined for none, and is written. */
export async function writeJoin(ports: Ports, { join, next, version }: Write): Promise<boolean> {
  const condition = version === undefined ? 'absent' : { version };
  const expiresAt = keptUntil(next, ports.clock.now());
  const put = await ports.state.put(JOINS, joinKey(join, next.key), { value: next, if: condition, expiresAt });
  return put !== undefined;
}
