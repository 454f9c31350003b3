import type { Pool } from 'pg';
import { patience } from '../../../shared/delivery/patience.ts';
import { PortError } from '../../../shared/delivery/port-error.ts';

/** The rows of a statement. Throws a PortError for what the database will never take. */
export type Query = (text: string, values: readonly unknown[]) => Promise<readonly Readonly<Record<string, unknown>>[]>;

/** So many connections of one process: a statement takes about a millisecond. */
const CONNECTIONS = 10;

/** A pool over the address, with the table made where it is missing. */
export async function openPostgres(connectionString: string): Promise<{ readonly query: Query }> {
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

/** PostgreSQL, appendix A. */
const DEADLOCK = '40P01';

function codeOf(error: unknown): string {
  return error instanceof Error ? String(Reflect.get(error, 'code')) : '';
}

/** A database that will never take a value (SQLSTATE classes 22, data exception, and 54, program limit exceeded) refuses it. */
function fail(cause: Error): never {
  if (/^(?:22|54)...$/.test(codeOf(cause))) throw new PortError('refused', 'state', { message: cause.message, cause });
  throw cause;
}

/** A value that is refused is refused with all of its group; and a group may be the one of two that wait for each other which is ended. */
export function isOfOne(error: unknown): boolean {
  return (error instanceof PortError && error.kind === 'refused') || codeOf(error) === DEADLOCK;
}
