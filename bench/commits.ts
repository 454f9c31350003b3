import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** What SQLite gives by itself on this disk, in WAL with synchronous=FULL: commits of one row, and rows in commits of 64, per second. */
export function measureCommits(folder: string): { readonly single: number; readonly batched: number } {
  const database = new DatabaseSync(join(folder, 'bare.sqlite'));
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
  database.exec('CREATE TABLE bare (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID');
  const insert = database.prepare('INSERT INTO bare (key, value) VALUES (?, ?)');
  let next = 0;
  const commit = (rows: number) => {
    database.exec('BEGIN IMMEDIATE');
    for (let row = 0; row < rows; row++) insert.run(`claim|${next++}`, VALUE);
    database.exec('COMMIT');
  };
  const rate = (commits: number, rows: number) => {
    const start = performance.now();
    for (let index = 0; index < commits; index++) commit(rows);
    return (commits * rows * 1_000) / (performance.now() - start);
  };
  const single = Math.max(...[0, 0, 0].map(() => rate(1_500, 1)));
  const batched = Math.max(...[0, 0, 0].map(() => rate(150, 64)));
  database.close();
  return { single, batched };
}

/** As long as a claim's record. */
const VALUE = 'x'.repeat(220);
