import { findLetters, type IndexedLetter, type LetterFilter, listLetters } from '../../shared/delivery/letter-index.ts';
import type { Place } from '../place.ts';
import { showProgress } from '../progress.ts';
import { plain } from '../text.ts';

/** A letter, and where it is. */
export type Found = IndexedLetter & { readonly place: Place };

/** Every letter that fits, the oldest first. */
export async function listFound(places: readonly Place[], filter: LetterFilter): Promise<readonly Found[]> {
  const progress = showProgress('letters read');
  const found: Found[] = [];
  try {
    for (const place of places)
      for await (const letter of listLetters(place.ports.state, filter, Date.now())) {
        found.push({ ...letter, place });
        progress.step();
      }
  } finally {
    progress.end();
  }
  return found.sort((a, b) => a.entry.filed - b.entry.filed);
}

/** The one letter whose id begins so. Throws when there is none, or more than one. */
export async function findOne(places: readonly Place[], prefix: string): Promise<Found> {
  const all = await Promise.all(
    places.map(async (place) => {
      const letters = await findLetters(place.ports.state, prefix, LISTED);
      return letters.map((letter) => ({ ...letter, place }));
    }),
  );
  const found = all.flat();
  // The same event may have come to the same end on every cloud, with letters of one id.
  const [one, other] = found;
  if (one !== undefined && other === undefined) return one;
  if (one === undefined)
    throw new Error(`No letter has an id that begins with ${plain(prefix, 40)} in ${namesOf(places)}. ${HINT}`);
  throw new Error(
    `${found.length >= LISTED ? 'Many' : found.length} letters have an id that begins with ${plain(prefix, 40)}: give more of it, or --cloud\n${found.map(toLine).join('\n')}`,
  );
}

const LISTED = 10;
const HINT = 'See which there are with waybill dead-letters list --status all; for a deployed cloud add --env';

function toLine({ entry, place }: Found): string {
  return `  ${plain(entry.id)}  ${place.cloud.padEnd(5)}  ${plain(entry.code)}  ${plain(entry.event?.type ?? 'no event')}`;
}

function namesOf(places: readonly Place[]): string {
  const [first] = places;
  return first === undefined ? 'no place' : first.where;
}
