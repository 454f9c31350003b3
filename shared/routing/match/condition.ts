import type { Leaf } from './leaf.ts';

/**
 * One alternative of a field, as data: what an index sorts by, what a cloud's own filter is made from, and what an explanation shows. It
 * holds when one of the field's leaves passes; `exists: false` holds when there is none.
 */
export type Condition =
  | { readonly kind: 'equals'; readonly value: Leaf }
  | { readonly kind: 'equals-ignore-case'; readonly text: string }
  | Affix
  /** `text` as written: `*` is any run of characters, `\*` and `\\` are themselves. */
  | { readonly kind: 'wildcard'; readonly text: string }
  | Range
  | Addresses
  | { readonly kind: 'exists'; readonly exists: boolean }
  /** Anything for which none of these holds. */
  | { readonly kind: 'anything-but'; readonly but: readonly Condition[] };

export type Affix = { readonly kind: 'prefix' | 'suffix'; readonly text: string; readonly ignoreCase: boolean };

/** Finite numbers from `low` to `high`; an open end is not part of it. */
export type Range = {
  readonly kind: 'numeric';
  readonly low: number;
  readonly lowOpen: boolean;
  readonly high: number;
  readonly highOpen: boolean;
};

/** An end that is open leaves nothing: such a range holds for no number at all, as above the highest there is. */
export function isOneNumber({ low, lowOpen, high, highOpen }: Range): boolean {
  return low === high && !lowOpen && !highOpen;
}

/** A block of addresses, or a single one, as written and as its first and last address: 8 hex digits, or 32 of IP version 6. */
export type Addresses = { readonly kind: 'cidr'; readonly text: string; readonly low: string; readonly high: string };

/** An operator with its operand and the operand's place, a JSON Pointer into the pattern. */
export type Operation = { readonly operator: string; readonly operand: unknown; readonly at: string };
