import type { WildcardIndex } from './wildcard-index.ts';
import { type Place, replacedBy, type Start } from './wildcard-trie.ts';

/** What the states that are kept may hold together, in places and transitions: some megabytes. */
const MOST_KEPT = 500_000;

/**
 * A state is the set of places that a value's beginning leads to. It is worked out when a value first leads there and kept from then on,
 * so that reading a character is one look-up. When as much is kept as may be, new states are worked out for each character and dropped:
 * the memory is bounded, and a character costs no more than there are wildcards.
 */
type State = {
  readonly places: readonly Place[];
  /** The wildcards that fit whatever still comes: those whose last star was just reached. They are told once and not kept as a place. */
  readonly settled: readonly number[];
  /** The wildcards that fit if the value ends here. */
  readonly ending: readonly number[];
  /** By the number of the next character. */
  readonly next: (State | undefined)[];
};

/** Characters that no wildcard names are alike: their number is 0. */
export function createAutomaton({ root }: Start, letters: ReadonlySet<string>): WildcardIndex {
  const numbers = new Map<string, number>([...letters].map((letter, index) => [letter, index + 1]));
  const ascii = Uint16Array.from({ length: 128 }, (_, code) => numbers.get(String.fromCharCode(code)) ?? 0);
  const states = new Map<string, State>();
  let kept = 0;

  function toState({ places, settled }: Reached): State {
    const key = `${places.map(({ number }) => number).join()} ${settled.join()}`;
    const known = states.get(key);
    if (known !== undefined) return known;
    const ending = places.filter(({ isStar }) => !isStar).flatMap(({ ends }) => ends);
    kept += places.length + letters.size + 1;
    // What is dropped needs no room for what comes after it: there may be as many letters as the alphabet of all languages has.
    if (kept > MOST_KEPT) return { places, settled, ending, next: [] };
    const state = { places, settled, ending, next: Array.from({ length: letters.size + 1 }, () => undefined) };
    states.set(key, state);
    return state;
  }

  function step(state: State, letter: number, character: string): State {
    const next = toState(reach(onwards(state.places, character), new Set(state.places)));
    if (kept <= MOST_KEPT) state.next[letter] = next;
    return next;
  }

  const first = toState(reach([root], new Set()));
  return {
    find: (value, hit) => {
      let state = first;
      for (const id of state.settled) hit(id);
      for (let index = 0; index < value.length; index++) {
        const code = value.charCodeAt(index);
        const letter = code < 128 ? (ascii[code] ?? 0) : (numbers.get(value.charAt(index)) ?? 0);
        state = state.next[letter] ?? step(state, letter, value.charAt(index));
        if (state.settled.length > 0) for (const id of state.settled) hit(id);
      }
      for (const id of state.ending) hit(id);
    },
  };
}

type Reached = { readonly places: readonly Place[]; readonly settled: readonly number[] };

function onwards(places: readonly Place[], character: string): readonly Place[] {
  return places.flatMap((place) => {
    const next = place.next.get(character);
    return [...(place.isStar ? [place] : []), ...(next === undefined ? [] : [next])];
  });
}

/** With the stars that the places lead to, which may be no character at all, and without the places that are not needed any more. */
function reach(from: readonly Place[], before: ReadonlySet<Place>): Reached {
  const places = new Set<Place>();
  for (const place of from) {
    places.add(place);
    // A star is not followed by another.
    if (place.star !== undefined) places.add(place.star);
  }
  const replaced = new Set([...places].flatMap((place) => (place.isStar ? replacements(place) : [])));
  const needed = [...places].filter((place) => !replaced.has(place.isStar ? place : place.from));
  const settled = needed.filter((place) => place.isStar && !before.has(place)).flatMap(({ ends }) => ends);
  return { places: needed.filter((place) => !isOver(place)).sort((a, b) => a.number - b.number), settled };
}

function replacements(star: Place): (Place | undefined)[] {
  const replaced = replacedBy(star);
  return replaced === undefined ? [] : [replaced];
}

/** A last star: what ends there has been told. */
function isOver(place: Place): boolean {
  return place.isStar && place.next.size === 0;
}
