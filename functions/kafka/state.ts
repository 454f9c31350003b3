import { type Env, need } from '../../shared/delivery/embedded/env.ts';
import { once } from '../../shared/delivery/once.ts';
import { createTableState } from '../../shared/delivery/table-state.ts';
import type { StateStore } from '../../shared/routing/context.ts';
import { openPostgres } from './state/open-postgres.ts';
import { createPostgresTable } from './state/postgres-table.ts';

/**
 * State in the PostgreSQL of STATE_URL, in the table `waybill_state`, which is made with the first request where it is missing. A token
 * is the mark of the row's last write. TLS is as the address's `sslmode` says.
 */
export function createState(env: Env, now: () => number): StateStore {
  const url = checkUrl(need(env, 'STATE_URL', `${LIKE}, or STATE_ROOT with a folder for one machine’s state`));
  const opened = once(() => openPostgres(url));
  return createTableState(
    createPostgresTable(async () => (await opened()).query, now),
    now,
  );
}

const LIKE = 'an address such as postgres://user:password@host:5432/database?sslmode=verify-full';

/** The address as it is. Throws when it is none, and does not repeat it: there is a password in it. */
function checkUrl(url: string): string {
  const parsed = URL.parse(url);
  const wrong = parsed === null ? 'something that is no URL' : wrongWith(parsed);
  if (wrong === undefined) return url;
  throw new Error(`STATE_URL is no address of a PostgreSQL: expected ${LIKE}, got ${wrong}`);
}

function wrongWith({ protocol, username, password }: URL): string | undefined {
  if (!/^postgres(?:ql)?:$/.test(protocol)) return `one of ${protocol}`;
  const isEscaped = !/%(?![0-9a-f]{2})/i.test(username + password);
  return isEscaped ? undefined : 'a user or password in which a % is not written as %25';
}
