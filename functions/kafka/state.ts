import type { Pool } from 'pg';
import { type Env, need } from '../../shared/delivery/embedded/env.ts';
import { once } from '../../shared/delivery/once.ts';
import { patience } from '../../shared/delivery/patience.ts';
import { PortError } from '../../shared/delivery/port-error.ts';
import { createTableState, type KeptRow, type Place, type Row, type Table } from '../../shared/delivery/table-state.ts';
import { tryTwice } from '../../shared/delivery/try-twice.ts';
import type { StateStore } from '../../shared/routing/context.ts';

/**
 * State in the PostgreSQL of STATE_URL, in the table `waybill_state`, which is made with the first request where it is missing. A token
 * is the mark of the row's last write. TLS is as the address's `sslmode` says.
 */
export function createState(env: Env, now: () => number): StateStore {
  const url = checkUrl(need(env, 'STATE_URL', `${LIKE}, or STATE_ROOT with a folder for one machine’s state`));
  const opened = once(() => open(url));
  return createTableState(
    createTable(async () => (await opened()).query, now),
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

type Query = (text: string, values: readonly unknown[]) => Promise<readonly Readonly<Record<string, unknown>>[]>;

/** So many connections of one process: a statement takes about a millisecond. */
const CONNECTIONS = 10;

async function open(connectionString: string): Promise<{ readonly query: Query }> {
  const { default: pg } = await import('pg');
  const pool = new pg.Pool({
    connectionString,
    application_name: 'waybill',
    max: CONNECTIONS,
    connectionTimeoutMillis: patience.connect,
    query_timeout: patience.answer,
    keepAlive: true,
    // Nobody ends a store.
    allowExitOnIdle: true,
  });
  // A connection that broke while nobody used it is out of the pool already; whoever needs one next makes another and hears of it.
  pool.on('error', () => {});
  await makeTable(pool).catch(async (error: unknown) => {
    await pool.end();
    throw error;
  });
  return { query: async (text, values) => (await pool.query(text, [...values]).catch(fail)).rows };
}

/** Made under a lock, since two processes that make it at once would fail; a table that is there needs no right to make one. */
async function makeTable(pool: Pool): Promise<void> {
  const { rows } = await pool.query(`SELECT to_regclass('waybill_state') AS found`);
  if (rows[0]?.found === null) await pool.query(TABLE);
}

/** Keys compare as bytes, as everywhere. The name is JSON, since a text here holds no zero. */
const TABLE = `SELECT pg_advisory_xact_lock(hashtext('waybill_state'));
  CREATE TABLE IF NOT EXISTS waybill_state (
    collection text COLLATE "C" NOT NULL, key text COLLATE "C" NOT NULL, name text NOT NULL, value text NOT NULL,
    mark text NOT NULL, expires_at bigint NOT NULL, PRIMARY KEY (collection, key));
  CREATE INDEX IF NOT EXISTS waybill_state_by_expiry ON waybill_state (expires_at)`;

/** A database that will never take a value (SQLSTATE classes 22, data exception, and 54, program limit exceeded) refuses it. */
function fail(cause: Error): never {
  const code = String(Reflect.get(cause, 'code'));
  if (/^(?:22|54)...$/.test(code)) throw new PortError('refused', 'state', { message: cause.message, cause });
  throw cause;
}

/** An insert in so many clears away what is past its time, twice as many rows at most, so that the clearing keeps up. */
const ROUND = 16;

function createTable(query: () => Promise<Query>, now: () => number): Table {
  let inserts = 0;
  const run = async (text: string, values: readonly unknown[]) => (await query())(text, values);
  return {
    read: async ({ collection, key }) => {
      const [row] = await run(SELECT_ONE, [collection, key]);
      return row === undefined ? undefined : toRow(row);
    },
    insert: async ({ collection, key }, row) => {
      inserts += 1;
      const values = [collection, key, ...valuesOf(row)];
      const [made] =
        inserts % ROUND === 0 ? await run(PURGE_AND_INSERT, [...values, now(), 2 * ROUND]) : await run(INSERT, values);
      return made === undefined ? undefined : row.mark;
    },
    replace: async ({ collection, key }, { over, ...row }) => {
      const [made] = await run(REPLACE, [collection, key, ...valuesOf(row), over]);
      return made === undefined ? undefined : row.mark;
    },
    remove: async ({ collection, key }, token) => (await run(REMOVE, [collection, key, token])).length > 0,
    scan: (from, size) => scan(run, from, size),
  };
}

async function* scan(run: Query, { collection, key }: Place, size: number): AsyncGenerator<KeptRow> {
  const read = (text: string, after: unknown) => tryTwice('state', () => run(text, [collection, after, size]));
  let page = await read(SELECT_FROM, key);
  for (;;) {
    yield* page.map(toRow);
    const last = page.at(-1);
    if (last === undefined || page.length < size) return;
    page = await read(SELECT_AFTER, last.key);
  }
}

const COLUMNS = 'key, name, value, mark, expires_at';
const SELECT_ONE = `SELECT ${COLUMNS} FROM waybill_state WHERE collection = $1 AND key = $2`;
const SELECT_FROM = `SELECT ${COLUMNS} FROM waybill_state WHERE collection = $1 AND key >= $2 ORDER BY key LIMIT $3`;
const SELECT_AFTER = `SELECT ${COLUMNS} FROM waybill_state WHERE collection = $1 AND key > $2 ORDER BY key LIMIT $3`;
const INSERT = `INSERT INTO waybill_state (collection, key, name, value, mark, expires_at) VALUES ($1, $2, $3, $4, $5, $6)
  ON CONFLICT DO NOTHING RETURNING 1`;
const PURGE_AND_INSERT = `WITH past AS (DELETE FROM waybill_state WHERE ctid = ANY (ARRAY(
    SELECT ctid FROM waybill_state WHERE expires_at <= $7 LIMIT $8 FOR UPDATE SKIP LOCKED)))
  ${INSERT}`;
const REPLACE = `UPDATE waybill_state SET name = $3, value = $4, mark = $5, expires_at = $6
  WHERE collection = $1 AND key = $2 AND mark = $7 RETURNING 1`;
const REMOVE = 'DELETE FROM waybill_state WHERE collection = $1 AND key = $2 AND mark = $3 RETURNING 1';

function valuesOf({ name, value, mark, expiresAt }: Row): readonly unknown[] {
  return [JSON.stringify(name), value, mark, expiresAt];
}

function toRow({ name, value, mark, expires_at: expiresAt }: Readonly<Record<string, unknown>>): KeptRow {
  const token = String(mark);
  return { name: JSON.parse(String(name)), value: String(value), mark: token, token, expiresAt: Number(expiresAt) };
}
