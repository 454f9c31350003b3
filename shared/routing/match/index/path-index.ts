import { type Affix, type Condition, isOneNumber } from '../condition.ts';
import type { Leaf } from '../leaf.ts';
import { caseKey } from '../letter-case.ts';
import { type LeafTest, leafTest } from '../test-leaf.ts';
import { createAddressIndex } from './address-index.ts';
import { createAffixIndex } from './affix-index.ts';
import { createRangeIndex } from './range-index.ts';
import { createWildcardIndex } from './wildcard-index.ts';

/** Finds, of the conditions of one path, those that a leaf passes. */
export type PathIndex = {
  /** Calls `hit` with the number of each condition that holds, some of them more than once. */
  readonly find: (leaf: Leaf, hit: Hit) => void;
};

export type Hit = (id: number) => void;
export type IndexEntry = { readonly condition: Condition; readonly id: number };

/** One way of searching, for the conditions that can be found by it. */
type Search = {
  readonly text?: (value: string, hit: Hit) => void;
  readonly number?: (value: number, hit: Hit) => void;
};

export function createPathIndex(entries: readonly IndexEntry[]): PathIndex {
  const equal = createEqual(entries);
  const searches = [affixes(entries, 'prefix'), affixes(entries, 'suffix'), wildcards(entries), ranges(entries)];
  const all = [...searches, addresses(entries), anyCase(entries)].flatMap((search) => search ?? []);
  const texts = all.flatMap(({ text }) => text ?? []);
  const numbers = all.flatMap(({ number }) => number ?? []);
  const others = entries
    .filter(({ condition }) => isOther(condition))
    .map(({ condition, id }) => ({ test: leafTest(condition), id }));
  return {
    find: (leaf, hit) => {
      const id = equal.get(leaf);
      if (id !== undefined) hit(id);
      if (typeof leaf === 'string') for (const find of texts) find(leaf, hit);
      else if (typeof leaf === 'number') for (const find of numbers) find(leaf, hit);
      for (const other of others) if (other.test(leaf)) hit(other.id);
    },
  };
}

/** A range of one number is that number. */
function createEqual(entries: readonly IndexEntry[]): ReadonlyMap<Leaf, number> {
  const equal = new Map<Leaf, number>();
  for (const { condition, id } of entries) {
    if (condition.kind === 'equals') equal.set(condition.value, id);
    else if (condition.kind === 'numeric' && isOneNumber(condition)) equal.set(condition.low, id);
  }
  return equal;
}

function affixes(entries: readonly IndexEntry[], kind: 'prefix' | 'suffix'): readonly Search[] {
  const own = entries.flatMap(({ condition, id }) => (condition.kind === kind ? [{ ...condition, id }] : []));
  const exact = own.filter(({ ignoreCase }) => !ignoreCase);
  const anyCase = own.filter(({ ignoreCase, text }) => ignoreCase && text.isWellFormed());
  return [
    ...(exact.length === 0 ? [] : [{ text: createAffixIndex(kind, exact).find }]),
    ...(anyCase.length === 0 ? [] : [affixesInAnyCase(anyCase, kind)]),
  ];
}

/** Found by what all cases share, then tested: the key of "ß" is that of "ss", which is not its upper case. */
function affixesInAnyCase(own: readonly (Affix & { readonly id: number })[], kind: 'prefix' | 'suffix'): Search {
  const index = createAffixIndex(
    kind,
    own.map(({ text, id }) => ({ text: caseKey(text), id })),
  );
  const tests = new Map(own.map((condition) => [condition.id, leafTest(condition)]));
  return {
    text: (value, hit) =>
      index.find(caseKey(value), (id) => {
        if (tests.get(id)?.(value)) hit(id);
      }),
  };
}

function anyCase(entries: readonly IndexEntry[]): readonly Search[] {
  const byKey = new Map<string, { readonly id: number; readonly test: LeafTest }[]>();
  for (const { condition, id } of entries) {
    if (condition.kind !== 'equals-ignore-case') continue;
    const key = caseKey(condition.text);
    const alike = byKey.get(key) ?? [];
    byKey.set(key, alike);
    alike.push({ id, test: leafTest(condition) });
  }
  if (byKey.size === 0) return [];
  return [
    {
      text: (value, hit) => {
        for (const { id, test } of byKey.get(caseKey(value)) ?? []) if (test(value)) hit(id);
      },
    },
  ];
}

function wildcards(entries: readonly IndexEntry[]): readonly Search[] {
  const own = entries.flatMap(({ condition, id }) =>
    condition.kind === 'wildcard' ? [{ text: condition.text, id }] : [],
  );
  return own.length === 0 ? [] : [{ text: createWildcardIndex(own).find }];
}

function ranges(entries: readonly IndexEntry[]): readonly Search[] {
  const own = entries.flatMap(({ condition, id }) =>
    condition.kind === 'numeric' && !isOneNumber(condition) ? [{ range: condition, id }] : [],
  );
  return own.length === 0 ? [] : [{ number: createRangeIndex(own).find }];
}

function addresses(entries: readonly IndexEntry[]): readonly Search[] {
  const own = entries.flatMap(({ condition, id }) => (condition.kind === 'cidr' ? [{ addresses: condition, id }] : []));
  return own.length === 0 ? [] : [{ text: createAddressIndex(own).find }];
}

/**
 * What is tested and not looked up: what an event is likely to pass anyway, and halves of characters, which are compared by themselves but
 * have no case that their whole would be found by.
 */
function isOther(condition: Condition): boolean {
  const { kind } = condition;
  if (kind === 'prefix' || kind === 'suffix') return condition.ignoreCase && !condition.text.isWellFormed();
  return kind === 'exists' || kind === 'anything-but';
}
