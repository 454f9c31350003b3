import { parseAddress } from '../../../shared/routing/match/address.ts';

/** What event-ruler reads as an address, in Java's way, and so takes in every spelling. */
export function looksLikeAddress(text: string): boolean {
  return parseAddress(text) !== undefined || /^[\da-f:]*:[\da-f:]*$|^[\d.]*\.[\d.]*$/i.test(text);
}

/** Half of a surrogate pair: no UTF-8 can carry it, and event-ruler takes a question mark for it. */
export function hasHalfPair(text: string): boolean {
  return !text.isWellFormed();
}

/** Whether event-ruler compares it without regard to case as the router does: character by character within the basic plane. */
export function foldsAlike(text: string): boolean {
  return !/[\u{d800}-\u{dfff}\u{10000}-\u{10ffff}]/u.test(text);
}

/** Whether event-ruler compares the beginning or end as it is: quotes it takes for those around the text. */
export function isPlainEdge(text: string): boolean {
  return !text.includes('"') && !hasHalfPair(text);
}
