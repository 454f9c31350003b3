import { STAR, type Wildcard } from '../wildcard.ts';

/**
 * A place in one or more wildcards: they share what they begin with. At a star the automaton may stay, whatever comes. `ends` are the
 * wildcards that end here.
 */
export type Place = {
  readonly number: number;
  readonly isStar: boolean;
  readonly next: Map<string, Place>;
  star: Place | undefined;
  readonly ends: number[];
  /** The nearest star before this place, itself not counted. */
  readonly from: Place | undefined;
  readonly before: Place | undefined;
};

export type Start = { readonly root: Place; readonly places: Place[] };

export function createStart(): Start {
  const places: Place[] = [];
  return { root: createPlace(places, false, undefined), places };
}

function createPlace(places: Place[], isStar: boolean, before: Place | undefined): Place {
  const from = before?.isStar ? before : before?.from;
  const place = { number: places.length, isStar, next: new Map(), star: undefined, ends: [], from, before };
  places.push(place);
  return place;
}

export function addWildcard({ root, places }: Start, wildcard: Wildcard, id: number): void {
  let place = root;
  for (const part of wildcard) place = part === STAR ? starOf(place, places) : nextOf(place, part, places);
  place.ends.push(id);
}

function starOf(place: Place, places: Place[]): Place {
  place.star ??= createPlace(places, true, place);
  return place.star;
}

function nextOf(place: Place, character: string, places: Place[]): Place {
  const next = place.next.get(character) ?? createPlace(places, false, place);
  place.next.set(character, next);
  return next;
}

/**
 * The star that need not be stayed at once this one is reached: the one before it, when all that can come after that one leads here. What
 * it could still lead to, this one leads to as well.
 */
export function replacedBy(star: Place): Place | undefined {
  let place: Place | undefined = star.before;
  while (place !== undefined && waysOn(place) === 1 && place.ends.length === 0) {
    if (place.isStar) return place;
    place = place.before;
  }
  return undefined;
}

function waysOn(place: Place): number {
  return place.next.size + (place.star === undefined ? 0 : 1);
}
