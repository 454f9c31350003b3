import type { KeptRow, Place, Row, Table } from '../../../shared/delivery/table-state.ts';
import { tryTwice } from '../../../shared/delivery/try-twice.ts';
import { createGroups } from './groups.ts';
import { isOfOne, type Query } from './open-postgres.ts';

/** `waybill_state` as a table of the store: what is written in one turn of the event loop is one statement. */
export function createPostgresTable(query: () => Promise<Query>, now: () => number): Table {
  const run = async (text: string, values: readonly unknown[]) => (await query())(text, values);
  /** The marks of those of a group of writes that took place. */
  const write = async (text: string, writes: readonly Write[], ...rest: readonly unknown[]) => {
    const rows = await run(text, [...toColumns(writes.toSorted(byPlace)), ...rest]);
    const made = new Set(rows.map(({ mark }) => mark));
    return writes.map(({ mark }) => (made.has(mark) ? mark : undefined));
  };
  const insert = createGroups<Write, string | undefined>({
    // It clears away what is past its time, twice as many rows at most, so that the clearing keeps up.
    send: (writes) => write(INSERT, writes, now(), 2 * writes.length),
    isOfOne,
  });
  const replace = createGroups<Write, string | undefined>({ send: (writes) => write(REPLACE, writes), isOfOne });
  return {
    read: async ({ collection, key }) => {
      const [row] = await run(SELECT_ONE, [collection, key]);
      return row === undefined ? undefined : toRow(row);
    },
    insert: (place, row) => insert({ ...place, ...row, over: '' }),
    replace: (place, row) => replace({ ...place, ...row }),
    remove: async ({ collection, key }, token) => (await run(REMOVE, [collection, key, token])).length > 0,
    scan: (from, size) => scan(run, from, size),
  };
}

type Write = Place & Row & { readonly over: string };

/** In one order everywhere, since two statements that lock the same rows in different orders could wait for each other. */
function byPlace(one: Write, other: Write): number {
  if (one.collection !== other.collection) return one.collection < other.collection ? -1 : 1;
  return one.key < other.key ? -1 : 1;
}

function toColumns(writes: readonly Write[]): readonly (readonly unknown[])[] {
  return [
    writes.map(({ collection }) => collection),
    writes.map(({ key }) => key),
    writes.map(({ name }) => JSON.stringify(name)),
    writes.map(({ value }) => value),
    writes.map(({ mark }) => mark),
    writes.map(({ expiresAt }) => expiresAt),
    writes.map(({ over }) => over),
  ];
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
const WRITES = `unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::text[])
  AS write (collection, key, name, value, mark, expires_at, over)`;
const INSERT = `WITH past AS (DELETE FROM waybill_state WHERE ctid = ANY (ARRAY(
    SELECT ctid FROM waybill_state WHERE expires_at <= $8 LIMIT $9 FOR UPDATE SKIP LOCKED)))
  INSERT INTO waybill_state (collection, key, name, value, mark, expires_at)
  SELECT collection, key, name, value, mark, expires_at FROM ${WRITES} ON CONFLICT DO NOTHING RETURNING mark`;
const REPLACE = `UPDATE waybill_state AS kept
  SET name = write.name, value = write.value, mark = write.mark, expires_at = write.expires_at FROM ${WRITES}
  WHERE kept.collection = write.collection AND kept.key = write.key AND kept.mark = write.over RETURNING kept.mark`;
const REMOVE = 'DELETE FROM waybill_state WHERE collection = $1 AND key = $2 AND mark = $3 RETURNING 1';

function toRow({ name, value, mark, expires_at: expiresAt }: Readonly<Record<string, unknown>>): KeptRow {
  const token = String(mark);
  return { name: JSON.parse(String(name)), value: String(value), mark: token, token, expiresAt: Number(expiresAt) };
}
