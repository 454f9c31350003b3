import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { StateStore } from '../../routing/context.ts';
import { digest } from '../digest.ts';
import { PortError } from '../port-error.ts';

/**
 * State in `FOLDER/state.sqlite` through Node's own SQLite, shared by the processes of one machine. Every write is on disk before it
 * is answered (WAL, synchronous=FULL). Expiry is part of each condition, never left to a clean-up.
 */
export function createSqliteState(folder: string, now: () => number): StateStore {
  const run = statements(open(folder));
  return {
    get: async (collection, key) => guard(() => toRecord(run.get.get(collection, short(key), now()))),
    put: async (collection, key, { value, if: condition, expiresAt }) =>
      guard(() => {
        const row = { collection, key: short(key), name: key, value: JSON.stringify(value), expiresAt };
        const written =
          condition === 'absent'
            ? run.insert.get({ ...row, now: now() })
            : run.update.get({ ...row, now: now(), version: Number(condition.version) });
        return written === undefined ? undefined : String(written.version);
      }),
    delete: async (collection, key, version) =>
      guard(() => run.remove.run(collection, short(key), Number(version)).changes === 1),
    list: async (collection, { after = '', limit }) =>
      guard(() =>
        run.list.all(collection, after, now(), limit).flatMap((row) => {
          const record = toRecord(row);
          return record === undefined ? [] : [{ key: String(row.name), ...record }];
        }),
      ),
  };
}

const TABLE = `CREATE TABLE IF NOT EXISTS state (
  collection TEXT NOT NULL, key TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, version INTEGER NOT NULL, expires_at INTEGER NOT NULL,
  PRIMARY KEY (collection, key)) WITHOUT ROWID`;

function open(folder: string): DatabaseSync {
  mkdirSync(folder, { recursive: true });
  const database = new DatabaseSync(join(folder, 'state.sqlite'), { timeout: 10_000 });
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
  database.exec(TABLE);
  return database;
}

function statements(database: DatabaseSync) {
  return {
    get: database.prepare('SELECT value, version FROM state WHERE collection = ? AND key = ? AND expires_at > ?'),
    // A version is never used twice for a key, even across an expiry: it goes on counting from the record that it replaces.
    insert:
      database.prepare(`INSERT INTO state (collection, key, name, value, version, expires_at) VALUES (:collection, :key, :name, :value, 1, :expiresAt)
      ON CONFLICT (collection, key) DO UPDATE SET value = excluded.value, version = state.version + 1, expires_at = excluded.expires_at
      WHERE state.expires_at <= :now RETURNING version`),
    update:
      database.prepare(`UPDATE state SET value = :value, version = version + 1, expires_at = :expiresAt, name = :name
      WHERE collection = :collection AND key = :key AND version = :version AND expires_at > :now RETURNING version`),
    remove: database.prepare('DELETE FROM state WHERE collection = ? AND key = ? AND version = ?'),
    list: database.prepare(
      'SELECT name, value, version FROM state WHERE collection = ? AND name > ? AND expires_at > ? ORDER BY name LIMIT ?',
    ),
  };
}

function short(key: string): string {
  return Buffer.byteLength(key) <= 256 ? key : digest(key);
}

function toRecord(row: Readonly<Record<string, unknown>> | undefined) {
  return row === undefined
    ? undefined
    : { value: JSON.parse(String(row.value)) as unknown, version: String(row.version) };
}

function guard<T>(work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw new PortError('unavailable', 'state', {
      message: cause instanceof Error ? cause.message : 'SQLite failed',
      cause,
    });
  }
}
