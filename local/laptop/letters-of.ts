import { listLetters } from '../../shared/delivery/letter-index.ts';
import type { LetterEntry } from '../../shared/delivery/letters.ts';
import type { Stores } from './stores.ts';

/** The dead letters that a cloud has filed since a time. */
export async function lettersOf({ state }: Stores, since: number): Promise<readonly LetterEntry[]> {
  const now = Date.now();
  const letters: LetterEntry[] = [];
  for await (const { entry } of listLetters(state, { newerThan: now - since }, now)) letters.push(entry);
  return letters;
}
