const REFUSAL = new Error('event-ruler refuses this pattern');

/** Ends the reading of a pattern that no event can be held against. */
export function refuse(): never {
  throw REFUSAL;
}

/** What `read` gives, or `undefined` when it refuses. */
export function unlessRefused<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error === REFUSAL) return undefined;
    throw error;
  }
}
