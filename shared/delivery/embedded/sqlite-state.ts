import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { types } from 'node:util';
import type { StateStore } from '../../routing/context.ts';
import { toPortError } from '../port-error.ts';
import { fromText, toText } from '../record-text.ts';
import { createGroupCommit } from './group-commit.ts';

/**
 * State in `FOLDER/state.sqlite` through Node's own SQLite, shared by the processes of one machine. Every write is on disk before it
 * is answered (WAL, synchronous=FULL). Expiry is part of each condition, never left to the clean-up that goes along with the writes.
 */
export function createSqliteState(folder: string, now: () => number): StateStore {
  const database = openDatabase(folder);
  const run = statements(database);
  const inGroup = createGroupCommit(database, (writes) => run.purge.run(now(), PURGED + 2 * writes));
  return {
    get: async (collection, key) => guard(() => toRecord(run.get.get(collection, key, now()))),
    put: async (collection, key, { value, if: condition, expiresAt }) => {
      const row = { collection, key, value: toText(value), expiresAt };
      return inGroup(() => {
        const written =
          condition === 'absent'
            ? run.insert.get({ ...row, now: now() })
            : run.update.get({ ...row, now: now(), version: Number(condition.version) });
        return written === undefined ? undefined : String(written.version);
      });
    },
    delete: (collection, key, version) =>
      inGroup(() => run.remove.run(collection, key, Number(version), now()).changes === 1),
    list: async (collection, { after = '', limit }) =>
      guard(() =>
        run.list.all(collection, after, now(), limit).flatMap((row) => {
          const record = toRecord(row);
          return record === undefined ? [] : [{ key: String(row.key), ...record }];
        }),
      ),
  };
}

/** How many rows past their time a transaction clears away at most, besides two for each of its writes. */
const PURGED = 8;

const TABLE = `CREATE TABLE IF NOT EXISTS records (
  collection TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, version INTEGER NOT NULL, expires_at INTEGER NOT NULL,
  PRIMARY KEY (collection, key)) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS records_by_expiry ON records (expires_at)`;

/** The database of a folder, made when it is not there. */
export function openDatabase(folder: string): DatabaseSync {
  mkdirSync(folder, { recursive: true });
  const database = new DatabaseSync(join(folder, 'state.sqlite'), { timeout: PATIENCE });
  whenFree(() => database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL'));
  database.exec(TABLE);
  return database;
}

const PATIENCE = 10_000;
const PAUSE = 20;
/** SQLITE_BUSY (sqlite.org, "Result and Error Codes"). */
const BUSY = 5;

/** SQLite's own time-out does not cover the change to WAL, which fails when two processes make one database at once. */
function whenFree<T>(work: () => T): T {
  const end = Date.now() + PATIENCE;
  for (;;) {
    try {
      return work();
    } catch (error) {
      const isBusy = types.isNativeError(error) && Reflect.get(error, 'errcode') === BUSY;
      if (!isBusy || Date.now() > end) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE);
    }
  }
}

function statements(database: DatabaseSync) {
  return {
    get: database.prepare('SELECT value, version FROM records WHERE collection = ? AND key = ? AND expires_at > ?'),
    // A version does not come back for a key: it goes on counting from an expired record, and starts anywhere after a deleted one.
    insert:
      database.prepare(`INSERT INTO records (collection, key, value, version, expires_at) VALUES (:collection, :key, :value, random() & 0xFFFFFFFFFFFF, :expiresAt)
      ON CONFLICT (collection, key) DO UPDATE SET value = excluded.value, version = records.version + 1, expires_at = excluded.expires_at
      WHERE records.expires_at <= :now RETURNING version`),
    update: database.prepare(`UPDATE records SET value = :value, version = version + 1, expires_at = :expiresAt
      WHERE collection = :collection AND key = :key AND version = :version AND expires_at > :now RETURNING version`),
    remove: database.prepare('DELETE FROM records WHERE collection = ? AND key = ? AND version = ? AND expires_at > ?'),
    list: database.prepare(
      'SELECT key, value, version FROM records WHERE collection = ? AND key > ? AND expires_at > ? ORDER BY key LIMIT ?',
    ),
    purge: database.prepare(
      'DELETE FROM records WHERE (collection, key) IN (SELECT collection, key FROM records WHERE expires_at <= ? LIMIT ?)',
    ),
  };
}

function toRecord(row: Readonly<Record<string, unknown>> | undefined) {
  return row === undefined ? undefined : { value: fromText(String(row.value)), version: String(row.version) };
}

function guard<T>(work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw toPortError('state', cause);
  }
}
