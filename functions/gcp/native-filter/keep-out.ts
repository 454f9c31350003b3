import type { Clause, Clauses, Draft } from './clause.ts';
import { and, type Expression, isFalse, isTrue, not, or, TRUE, write } from './expression.ts';

/**
 * Filters for a table whose unknown types become dead letters: all but what is known not to be wanted. From the narrowest to one that lets
 * everything pass: what takes the most bytes is given up first, conditions before types.
 */
export function* keepOut(clauses: Clauses): Generator<Draft> {
  const outs = [...clauses.wanted, ...clauses.unwanted].filter(({ takes }) => !isTrue(takes.says));
  const byLength = outs.toSorted((a, b) => rank(b) - rank(a));
  for (const count of stepsTo(byLength.length)) {
    const [dropped, kept] = [byLength.slice(0, count), byLength.slice(count)];
    yield {
      filter: kept.length === 0 ? TRUE : filterOf(kept, clauses),
      given: dropped.map(({ type, takes }) => (isFalse(takes.says) ? type : `the conditions on ${type}`)),
      open: new Set(dropped.map(({ type }) => type)),
    };
  }
}

/** More clauses than this never fit into a filter. */
const MOST_CLAUSES = 16;

/** How many to give up: none, and then as many as leave few enough, one more each time. */
export function* stepsTo(all: number): Generator<number> {
  yield 0;
  for (let count = Math.max(1, all - MOST_CLAUSES); count <= all; count++) yield count;
}

/** No type is as long as the first of these numbers. */
function rank(clause: Clause): number {
  return (isFalse(clause.takes.says) ? 0 : 1e9) + write(outOf(clause)).length;
}

function outOf({ is, takes }: Clause): Expression {
  return and(is, not(takes.says));
}

function filterOf(outs: readonly Clause[], { always }: Clauses): Expression {
  return or(...always, not(or(...outs.map(outOf))));
}
