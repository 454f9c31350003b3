import { parseWildcard, STAR } from '../wildcard.ts';
import { createAutomaton } from './wildcard-automaton.ts';
import { addWildcard, createStart } from './wildcard-trie.ts';

export type WildcardEntry = { readonly text: string; readonly id: number };

export type WildcardIndex = {
  /** Calls `hit` with the number of each wildcard that fits the value, some of them more than once. */
  readonly find: (value: string, hit: (id: number) => void) => void;
};

/** Wildcards that were parsed before, in one automaton that reads each value once. */
export function createWildcardIndex(entries: readonly WildcardEntry[]): WildcardIndex {
  const start = createStart();
  const letters = new Set<string>();
  for (const { text, id } of entries) {
    const wildcard = parseWildcard(text, '');
    if (!wildcard.ok) continue;
    addWildcard(start, wildcard.value, id);
    for (const part of wildcard.value) if (part !== STAR) letters.add(part);
  }
  return createAutomaton(start, letters);
}
