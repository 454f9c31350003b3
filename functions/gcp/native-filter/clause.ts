import type { Expression } from './expression.ts';
import type { Lowered } from './lowered.ts';

/** A type of event: how a message of it is told, and what it must satisfy for some route to want it. */
export type Clause = { readonly type: string; readonly is: Expression; readonly takes: Lowered };

/** What a filter is made of. */
export type Clauses = {
  readonly wanted: readonly Clause[];
  readonly unwanted: readonly Clause[];
  /** By any of these a message passes, since it cannot be judged or is addressed. */
  readonly always: readonly Expression[];
};

/** A filter with what was given up for it, in words, and the types of which everything passes though it need not. */
export type Draft = {
  readonly filter: Expression;
  readonly given: readonly string[];
  readonly open: ReadonlySet<string>;
};
