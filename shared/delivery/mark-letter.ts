import { type IndexedLetter, parseEntry } from './letter-index.ts';
import { FOR_EVER, LETTERS, type LetterEntry, type LetterPorts } from './letters.ts';

type Change = Pick<LetterEntry, 'status' | 'contents'>;

/** Undefined once the entry is changed, else what came between: somebody else has dealt with the same letter. */
export async function markLetter(
  { state, clock }: Pick<LetterPorts, 'state' | 'clock'>,
  { entry, version }: IndexedLetter,
  change: Change,
): Promise<string | undefined> {
  const value = { ...entry, ...change, since: clock.now() };
  const written = await state.put(LETTERS, entry.id, { value, if: { version }, expiresAt: FOR_EVER });
  if (written !== undefined) return undefined;
  const now = await state.get(LETTERS, entry.id);
  const status = now === undefined ? 'gone' : (parseEntry(now.value)?.status ?? 'unreadable');
  return `somebody else changed the letter ${entry.id} meanwhile: it is now ${status}`;
}
