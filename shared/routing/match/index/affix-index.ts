export type AffixIndex = {
  /** Calls `hit` with the number of each text that the value begins with, or ends with. */
  readonly find: (value: string, hit: (id: number) => void) => void;
};

export type AffixEntry = { readonly text: string; readonly id: number };

type Bucket = { readonly texts: string[]; readonly ids: number[]; readonly parents: number[] };

/** Two strings from the same side: how many characters they share. */
type Shared = (a: string, b: string) => number;

/** With more lengths than these it is better to search for the right one. */
const FEW_LENGTHS = 12;

export function createAffixIndex(side: 'prefix' | 'suffix', entries: readonly AffixEntry[]): AffixIndex {
  const lengths = new Set(entries.map(({ text }) => text.length));
  return lengths.size <= FEW_LENGTHS ? createByLength(side, entries) : createSorted(side, entries);
}

/** One look-up for each length that a text has. */
function createByLength(side: 'prefix' | 'suffix', entries: readonly AffixEntry[]): AffixIndex {
  const byLength = new Map<number, Map<string, number[]>>();
  for (const { text, id } of entries) {
    const texts = byLength.get(text.length) ?? new Map<string, number[]>();
    byLength.set(text.length, texts);
    const ids = texts.get(text) ?? [];
    texts.set(text, ids);
    ids.push(id);
  }
  const lengths = [...byLength].sort(([a], [b]) => a - b);
  const cut = side === 'prefix' ? firstOf : lastOf;
  return {
    find: (value, hit) => {
      for (const [length, texts] of lengths) {
        if (length > value.length) return;
        for (const id of texts.get(cut(value, length)) ?? NONE) hit(id);
      }
    },
  };
}

const NONE: readonly number[] = [];

function firstOf(text: string, length: number): string {
  return text.slice(0, length);
}

/**
 * The texts are sorted, so that those that fit a value are the one just before it and that one's own beginnings; and they are sorted apart
 * by their first characters, as many as the shortest has, so that one look-up leaves few to be searched. A value costs its own length and
 * the logarithm of what is left, however many texts there are.
 */
function createSorted(side: 'prefix' | 'suffix', entries: readonly AffixEntry[]): AffixIndex {
  const shared = side === 'prefix' ? sharedStart : sharedEnd;
  const order = side === 'prefix' ? compareStart : compareEnd;
  const cut = side === 'prefix' ? firstOf : lastOf;
  const shortest = entries.reduce((length, { text }) => Math.min(length, text.length), Number.POSITIVE_INFINITY);
  const buckets = new Map<string, Bucket>();
  for (const { text, id } of [...entries].sort((a, b) => order(a.text, b.text))) {
    const key = cut(text, shortest);
    const bucket = buckets.get(key) ?? { texts: [], ids: [], parents: [] };
    buckets.set(key, bucket);
    addText(bucket, { text, id }, shared);
  }
  return {
    find: (value, hit) => {
      const bucket = value.length < shortest ? undefined : buckets.get(cut(value, shortest));
      if (bucket === undefined) return;
      let entry = lastUpTo(bucket.texts, value, order);
      const fits = shared(bucket.texts[entry] ?? '', value);
      for (; entry !== -1; entry = bucket.parents[entry] ?? -1) {
        if ((bucket.texts[entry]?.length ?? 0) <= fits) hit(bucket.ids[entry] ?? 0);
      }
    },
  };
}

function lastOf(text: string, length: number): string {
  return text.slice(text.length - length);
}

/** Texts come in order: the longest of those before that this one begins with is the last one's, or among the last one's own. */
function addText(bucket: Bucket, { text, id }: AffixEntry, shared: Shared): void {
  let parent = bucket.texts.length - 1;
  const fits = parent === -1 ? 0 : shared(bucket.texts[parent] ?? '', text);
  while (parent !== -1 && (bucket.texts[parent]?.length ?? 0) > fits) parent = bucket.parents[parent] ?? -1;
  bucket.texts.push(text);
  bucket.ids.push(id);
  bucket.parents.push(parent);
}

/** The last of the sorted texts that is not behind the value, or -1. */
function lastUpTo(texts: readonly string[], value: string, order: (a: string, b: string) => number): number {
  let low = 0;
  let high = texts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (order(texts[middle] ?? '', value) <= 0) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function compareStart(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function sharedStart(a: string, b: string): number {
  const most = Math.min(a.length, b.length);
  let length = 0;
  while (length < most && a.charCodeAt(length) === b.charCodeAt(length)) length++;
  return length;
}

function sharedEnd(a: string, b: string): number {
  const most = Math.min(a.length, b.length);
  let length = 0;
  while (length < most && a.charCodeAt(a.length - 1 - length) === b.charCodeAt(b.length - 1 - length)) length++;
  return length;
}

function compareEnd(a: string, b: string): number {
  const length = sharedEnd(a, b);
  if (length === a.length || length === b.length) return a.length - b.length;
  return a.charCodeAt(a.length - 1 - length) - b.charCodeAt(b.length - 1 - length);
}
