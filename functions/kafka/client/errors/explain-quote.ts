import { text } from './explain-walk.ts';

const LONGEST = 200;

/**
 * What the broker or the system said in its own words, cut; where the broker said a number only, Kafka’s name for it. A token or a `password=` in it is left out: brokers do not repeat
 * them, yet an authenticator or a proxy may.
 */
export function quote(error: object): string {
  const words = said(text(error, 'serverErrorMessage')) || text(error, 'apiId') || text(error, 'message');
  const [line = ''] = words.replaceAll(SECRETS, '…').split('\n');
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
}

/** Where a broker refuses a request it repeats the whole of it in Java’s own form, with whoever it came from: that tells a client nothing. */
function said(words: string): string {
  return /\bRequest\(processor=/.test(words) ? '' : words;
}

const SECRETS = /[\w-]{8,}\.[\w-]{8,}\.[\w-]*|(?<=(?:password|secret|token|authorization)["']?\s*[=:]\s*)\S+/gi;
