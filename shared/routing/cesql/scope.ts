import type { Expression } from './expression.ts';
import type { SqlError, Value } from './value.ts';

/** What an attribute that the event does not have evaluates to; its error is noted already. */
export const MISSING = Symbol('missing');

export type Found = Value | typeof MISSING;

/** One evaluation: what it reads, the errors that it meets, and how it goes on to what is inside. */
export type Scope = {
  readonly event: object;
  readonly errors: SqlError[];
  readonly run: (expression: Expression, scope: Scope) => Found;
};
