import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createSqliteState, openDatabase } from '../../../shared/delivery/embedded/sqlite-state.ts';
import { describeStateStore } from '../../contract/state-store.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function createFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'waybill-state-'));
  folders.push(folder);
  return folder;
}

function createHome() {
  const folder = createFolder();
  const tear = () => openDatabase(folder).exec('UPDATE records SET value = substr(value, 1, 3)');
  return { open: (now: () => number) => createSqliteState(folder, now), tear };
}

describeStateStore('state in SQLite', createHome, { tears: true });

const expiresAt = Number.MAX_SAFE_INTEGER;

describe('two connections to one folder', () => {
  it('see each other’s records, and one of them makes a record', async () => {
    const folder = createFolder();
    const [a, b] = [createSqliteState(folder, Date.now), createSqliteState(folder, Date.now)];
    const puts = [a, b].map((store) => store.put('c', 'k', { value: 1, if: 'absent', expiresAt }));
    expect((await Promise.all(puts)).filter((version) => version !== undefined).length).toBe(1);
    expect(await a.get('c', 'k')).toEqual(await b.get('c', 'k'));
  });

  it('find what was written before them', async () => {
    const folder = createFolder();
    const version = await createSqliteState(folder, Date.now).put('c', 'k', { value: 1, if: 'absent', expiresAt });
    expect(await createSqliteState(folder, Date.now).get('c', 'k')).toEqual({ value: 1, version });
  });
});

const MODULE = new URL('../../../shared/delivery/embedded/sqlite-state.ts', import.meta.url).href;

/** Adds one to a number in the store, twenty times, from a process of its own that starts at once with the others. */
const ADD = `
  const [folder, start] = process.argv.slice(1);
  const { createSqliteState } = await import(${JSON.stringify(MODULE)});
  while (Date.now() < Number(start));
  const state = createSqliteState(folder, Date.now);
  for (let added = 0; added < 20; ) {
    const found = await state.get('c', 'k');
    const condition = found === undefined ? 'absent' : { version: found.version };
    const write = { value: (found?.value ?? 0) + 1, if: condition, expiresAt: ${expiresAt} };
    if ((await state.put('c', 'k', write)) !== undefined) added++;
  }`;

describe('processes that start together in a new folder', () => {
  it('open the store, and lose no update', async () => {
    const folder = createFolder();
    const start = String(Date.now() + 500);
    const args = ['--no-warnings', '--input-type=module', '-e', ADD, folder, start];
    const options = { env: { ...process.env, NODE_OPTIONS: '' } };
    await Promise.all(Array.from({ length: 4 }, () => promisify(execFile)(process.execPath, args, options)));
    expect(await createSqliteState(folder, Date.now).get('c', 'k')).toMatchObject({ value: 80 });
  });
});

describe('the database', () => {
  it('has every write on disk before it is answered', () => {
    const database = openDatabase(createFolder());
    const FULL = 2;
    expect(database.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
    expect(database.prepare('PRAGMA synchronous').get()).toEqual({ synchronous: FULL });
    database.close();
  });

  it('that is broken is unavailable, and says so', async () => {
    const folder = createFolder();
    const state = createSqliteState(folder, Date.now);
    const database = openDatabase(folder);
    database.exec('DROP TABLE records');
    database.close();
    await expect(state.get('c', 'k')).rejects.toMatchObject({ name: 'PortError', kind: 'unavailable', port: 'state' });
  });

  it('is cleared of what is past its time little by little', async () => {
    const folder = createFolder();
    let now = 0;
    const state = createSqliteState(folder, () => now);
    const put = (key: string, expiresAt: number) => state.put('c', key, { value: 1, if: 'absent', expiresAt });
    await Promise.all(Array.from({ length: 40 }, (_, index) => put(`old${index}`, 10)));
    now = 10;
    const database = openDatabase(folder);
    const rows = async (key: string) => {
      await put(key, 20);
      return database.prepare('SELECT count(*) AS n FROM records').get()?.n;
    };
    expect([await rows('a'), await rows('b'), await rows('c'), await rows('d'), await rows('e')]).toEqual([
      31, 22, 13, 4, 5,
    ]);
    database.close();
  });
});
