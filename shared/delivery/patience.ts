/**
 * How long a client may try before its service counts as unavailable, in milliseconds. Short, since no route's time-out covers
 * publishing or dead letters, and since our own retries hold no function open while they wait.
 */
export const patience = {
  /** For a connection. */
  connect: 2_000,
  /** For an answer, or for the next bytes of one. */
  answer: 4_000,
  /** Attempts in one call. */
  tries: 2,
  /** Before the next attempt. */
  pause: 200,
  /** For all attempts of one call. */
  total: 9_000,
  /** For all attempts of one that carries an object's bytes. */
  transfer: 20_000,
} as const;
