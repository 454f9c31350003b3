import { fail, ok, type Result } from '../schemas/result.ts';
import { parseEntry } from './letter-index.ts';
import { noLetter } from './letter-problems.ts';
import { LETTERS, type LetterEntry, type LetterPorts } from './letters.ts';
import { markLetter } from './mark-letter.ts';

/** Says of a letter that nothing more is to become of it; its body stays. Throws when a store is down. */
export async function discard(ports: Pick<LetterPorts, 'state' | 'clock'>, id: string): Promise<Result<LetterEntry>> {
  const found = await ports.state.get(LETTERS, id);
  const entry = found === undefined ? undefined : parseEntry(found.value);
  if (found === undefined || entry === undefined) return fail(noLetter(id));
  if (entry.status === 'discarded') return ok(entry);
  const note = await markLetter(ports, { entry, version: found.version }, { status: 'discarded' });
  return note === undefined ? ok({ ...entry, status: 'discarded' }) : fail({ code: 'changed', message: note });
}
