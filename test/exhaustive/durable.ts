import type { PutCondition } from '../../shared/routing/context.ts';

/** One call that a worker makes to the world outside it: nothing happens in a world but these, one at a time. */
export type Call =
  | { readonly kind: 'get'; readonly collection: string; readonly key: string }
  | {
      readonly kind: 'put';
      readonly collection: string;
      readonly key: string;
      readonly value: unknown;
      readonly if: PutCondition;
    }
  | { readonly kind: 'delete'; readonly collection: string; readonly key: string; readonly version: string }
  | { readonly kind: 'list'; readonly collection: string }
  /** What happens and is not asked for again: an effect, a publish, a body, an acknowledgement. Twice is once here. */
  | {
      readonly kind: 'mark';
      readonly collection: string;
      readonly keys: readonly string[];
      /** Where the same keys are then marked no more: what is sent again was not yet acknowledged. */
      readonly clears?: string;
    };

/** A row without a value was deleted: its place goes on counting, since a version never comes again. */
export type Row = { readonly value?: unknown; readonly version: number };

/** All that is durable in a world, by `COLLECTION KEY`. Two with the same rows are the same object. */
export type Durable = { readonly id: number; readonly rows: ReadonlyMap<string, Row> };

export type Answered = { readonly answer: unknown; readonly after: Durable };

/** What a switched-off condition makes of a put, to show that the checks can fail. */
export type Condition = (condition: PutCondition, row: Row | undefined) => boolean;

export const holds: Condition = (condition, row) => {
  if (condition === 'absent') return row?.value === undefined;
  return row?.value !== undefined && String(row.version) === condition.version;
};

/** Nothing expires here: a claim's life is longer than all the time there is. */
export function createDurables(condition: Condition = holds) {
  const known = new Map<string, Durable>();
  const intern = (rows: ReadonlyMap<string, Row>): Durable => {
    const text = JSON.stringify([...rows].sort(([a], [b]) => (a < b ? -1 : 1)));
    const found = known.get(text) ?? { id: known.size, rows };
    known.set(text, found);
    return found;
  };
  const set = ({ rows }: Durable, key: string, value: unknown): Durable =>
    intern(new Map(rows).set(key, { value, version: (rows.get(key)?.version ?? 0) + 1 }));
  const find = (before: Durable, call: Call): Answered => {
    if (call.kind === 'list') return { answer: list(before, call.collection), after: before };
    if (call.kind === 'mark') return { answer: null, after: mark(before, call) };
    const place = `${call.collection} ${call.key}`;
    const row = before.rows.get(place);
    if (call.kind === 'get') return { answer: row?.value === undefined ? null : toRecord(row), after: before };
    const may = condition(call.kind === 'put' ? call.if : { version: call.version }, row);
    if (!may) return { answer: null, after: before };
    const after = set(before, place, call.kind === 'put' ? call.value : undefined);
    return { answer: String(after.rows.get(place)?.version), after };
  };
  const mark = (before: Durable, { collection, keys, clears }: Call & { kind: 'mark' }): Durable => {
    const rows = new Map(before.rows);
    for (const key of keys) {
      rows.set(`${collection} ${key}`, { value: true, version: 1 });
      if (clears !== undefined) rows.delete(`${clears} ${key}`);
    }
    return intern(rows);
  };
  // A worker that stands at the same place makes the very same call.
  const answers = new WeakMap<Call, Map<Durable, Answered>>();
  const apply = (before: Durable, call: Call): Answered => {
    const known = answers.get(call) ?? new Map<Durable, Answered>();
    const answered = known.get(before) ?? find(before, call);
    answers.set(call, known.set(before, answered));
    return answered;
  };
  return { empty: intern(new Map()), apply, size: () => known.size };
}

/** The keys of a collection that have a value. */
export function keysOf({ rows }: Durable, collection: string): readonly string[] {
  const start = `${collection} `;
  return [...rows].flatMap(([name, { value }]) =>
    name.startsWith(start) && value !== undefined ? [name.slice(start.length)] : [],
  );
}

/** The value under a key. */
export function rowOf({ rows }: Durable, collection: string, key: string): unknown {
  return rows.get(`${collection} ${key}`)?.value;
}

function list(durable: Durable, collection: string) {
  return keysOf(durable, collection)
    .toSorted()
    .map((key) => ({ key, ...toRecord(durable.rows.get(`${collection} ${key}`) ?? { version: 0 }) }));
}

function toRecord({ value, version }: Row) {
  return { value, version: String(version) };
}
