/**
 * Finds the texts of a set that a value begins with, or ends with. They are sorted, so that those that fit a value are the one just before
 * it and that one's own beginnings; and they are sorted apart by their first characters, as many as the shortest has, so that one look-up
 * leaves few to be searched. A value costs its own length and the logarithm of what is left, however many texts there are.
 */
export type AffixIndex = {
  /** Calls `hit` with the number of each text that fits. */
  readonly find: (value: string, hit: (id: number) => void) => void;
};

export type AffixEntry = { readonly text: string; readonly id: number };

type Bucket = { readonly texts: string[]; readonly ids: number[]; readonly parents: number[] };

/** Two strings from the same side: how many characters they share. */
type Shared = (a: string, b: string) => number;

export function createAffixIndex(side: 'prefix' | 'suffix', entries: readonly AffixEntry[]): AffixIndex {
  const shared = side === 'prefix' ? sharedStart : sharedEnd;
  const order = side === 'prefix' ? compareStart : compareEnd;
  const shortest = entries.reduce((length, { text }) => Math.min(length, text.length), Number.POSITIVE_INFINITY);
  const outer =
    side === 'prefix' ? (text: string) => text.slice(0, shortest) : (text: string) => lastOf(text, shortest);
  const buckets = new Map<string, Bucket>();
  for (const { text, id } of [...entries].sort((a, b) => order(a.text, b.text))) {
    const bucket = buckets.get(outer(text)) ?? { texts: [], ids: [], parents: [] };
    buckets.set(outer(text), bucket);
    addText(bucket, { text, id }, shared);
  }
  return {
    find: (value, hit) => {
      const bucket = value.length < shortest ? undefined : buckets.get(outer(value));
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
