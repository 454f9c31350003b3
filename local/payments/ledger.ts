import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { PaymentEntry } from '../../shared/delivery/embedded/payment-entry.ts';

export type Place = { readonly account: string; readonly reference: string };

export type Ledger = {
  /** Reads an entry, changes it and writes it as one step; what it gives is on disk. `before` is what was there. */
  readonly change: (
    place: Place,
    next: (before: PaymentEntry | undefined) => PaymentEntry,
  ) => { readonly before: PaymentEntry | undefined; readonly entry: PaymentEntry };
  /** In the order in which the references were first used. */
  readonly list: (account: string) => readonly PaymentEntry[];
  readonly close: () => void;
};

const TABLE = `CREATE TABLE IF NOT EXISTS ledger (position INTEGER PRIMARY KEY, account TEXT NOT NULL, reference TEXT NOT NULL,
  entry TEXT NOT NULL, UNIQUE (account, reference))`;

/** The ledger in `FOLDER/ledger.sqlite`, where every entry outlives the process and the machine's power (synchronous=FULL). */
export function openLedger(folder: string): Ledger {
  mkdirSync(folder, { recursive: true });
  const database = new DatabaseSync(join(folder, 'ledger.sqlite'), { timeout: 5_000 });
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
  database.exec(TABLE);
  const read = database.prepare('SELECT entry FROM ledger WHERE account = ? AND reference = ?');
  const write = database.prepare(`INSERT INTO ledger (account, reference, entry) VALUES (?, ?, ?)
    ON CONFLICT (account, reference) DO UPDATE SET entry = excluded.entry`);
  const all = database.prepare('SELECT entry FROM ledger WHERE account = ? ORDER BY position');
  return {
    change: ({ account, reference }, next) =>
      asOne(database, () => {
        const row = read.get(account, reference);
        const before = row === undefined ? undefined : toEntry(row);
        const entry = next(before);
        if (entry !== before) write.run(account, reference, JSON.stringify(entry));
        return { before, entry };
      }),
    list: (account) => all.all(account).map(toEntry),
    close: () => database.close(),
  };
}

/** Another process on the same file waits until the step is done. */
function asOne<T>(database: DatabaseSync, step: () => T): T {
  database.exec('BEGIN IMMEDIATE');
  try {
    const made = step();
    database.exec('COMMIT');
    return made;
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

function toEntry(row: Readonly<Record<string, unknown>>): PaymentEntry {
  return JSON.parse(String(row.entry)) as PaymentEntry; // what `change` wrote
}
