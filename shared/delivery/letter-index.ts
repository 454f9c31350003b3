import type { StateStore } from '../routing/context.ts';
import { isObject } from '../schemas/json.ts';
import { LETTERS, type LetterEntry } from './letters.ts';

/** Which letters are meant; what is not given is any. Ages are in milliseconds, from when the letter was filed. */
export type LetterFilter = {
  readonly route?: string;
  readonly code?: string;
  readonly status?: LetterEntry['status'];
  readonly olderThan?: number;
  readonly newerThan?: number;
};

/** An entry, and the version to change it by. */
export type IndexedLetter = { readonly entry: LetterEntry; readonly version: string };

const PAGE = 100;
const STATUSES: ReadonlySet<unknown> = new Set(['filed', 'redriven', 'discarded']);

/** Every letter of the index that fits, page by page in the order of their ids. `now` is what ages are measured from. */
export async function* listLetters(
  state: Pick<StateStore, 'list'>,
  filter: LetterFilter,
  now: number,
): AsyncGenerator<IndexedLetter> {
  let after: string | undefined;
  do {
    const page = await state.list(LETTERS, { limit: PAGE, ...(after === undefined ? {} : { after }) });
    for (const { value, version } of page) {
      const entry = parseEntry(value);
      if (entry !== undefined && fits(entry, filter, now)) yield { entry, version };
    }
    after = page.at(-1)?.key;
  } while (after !== undefined);
}

/** The letters whose id begins with `prefix`, `limit` of them at most: a second one shows that the prefix is too short. */
export async function findLetters(state: StateStore, prefix: string, limit: number): Promise<readonly IndexedLetter[]> {
  const exact = await state.get(LETTERS, prefix);
  const page = await state.list(LETTERS, { after: prefix, limit });
  const records = [...(exact === undefined ? [] : [{ key: prefix, ...exact }]), ...page];
  return records
    .filter(({ key }) => key.startsWith(prefix))
    .flatMap(({ value, version }) => {
      const entry = parseEntry(value);
      return entry === undefined ? [] : [{ entry, version }];
    })
    .slice(0, limit);
}

/** How many letters there are of each reason code, the most frequent first. */
export function countByCode(
  entries: readonly LetterEntry[],
): readonly { readonly code: string; readonly count: number }[] {
  const groups = Map.groupBy(entries, ({ code }) => code);
  return [...groups]
    .map(([code, { length: count }]) => ({ code, count }))
    .sort((a, b) => b.count - a.count || (a.code < b.code ? -1 : 1));
}

/** An entry as it was written; undefined when it is torn or of a newer version. */
export function parseEntry(value: unknown): LetterEntry | undefined {
  if (!isObject(value) || value.v !== 1 || !STATUSES.has(value.status)) return undefined;
  const { id, code, reason, filed, redrive, attempts } = value;
  const texts = [id, code, reason].every((text) => typeof text === 'string');
  const numbers = [filed, redrive, attempts].every((number) => typeof number === 'number');
  return texts && numbers ? (value as LetterEntry) : undefined; // every field that is relied on was just looked at
}

function fits(entry: LetterEntry, filter: LetterFilter, now: number): boolean {
  // Another machine's clock may be ahead: then a letter is younger than nothing.
  const { route, code, status, olderThan = Number.NEGATIVE_INFINITY, newerThan = Number.POSITIVE_INFINITY } = filter;
  const age = now - entry.filed;
  return (
    (route === undefined || entry.route === route) &&
    (code === undefined || entry.code === code) &&
    (status === undefined || entry.status === status) &&
    age >= olderThan &&
    age <= newerThan
  );
}
