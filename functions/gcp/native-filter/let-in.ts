import type { Clause, Clauses, Draft } from './clause.ts';
import { and, type Expression, isFalse, isTrue, or, TRUE, write } from './expression.ts';
import { keepOut, stepsTo } from './keep-out.ts';
import { exactly } from './lowered.ts';

/** What else passes, such as what has no type; and, where types can be told by it, how to tell what they begin with. */
export type Types = {
  readonly others: readonly Expression[];
  readonly beginsWith?: (text: string) => Expression;
};

/** Up to the third dot, then the second, then the first. */
const DEPTHS = [3, 2, 1];

/**
 * Filters for a table whose unknown types are dropped: nothing but what is wanted. From the narrowest to one that lets everything pass:
 * conditions are given up first, then types for what they begin with, up to a dot, and then unknown types are let through after all.
 */
export function* letIn(clauses: Clauses, types: Types): Generator<Draft> {
  const conditional = clauses.wanted.filter(({ takes }) => !isTrue(takes.says) && !isFalse(takes.says));
  const byLength = conditional.toSorted((a, b) => write(b.takes.says).length - write(a.takes.says).length);
  const opened = byLength.map(({ type }) => type);
  for (const count of stepsTo(opened.length))
    yield draftOf(clauses, types, { opened: opened.slice(0, count), prefixes: [] });
  for (const depth of types.beginsWith === undefined ? [] : DEPTHS)
    yield draftOf(clauses, types, { opened, prefixes: sharedPrefixes(clauses.wanted, depth) });
  for (const draft of keepOut(clauses)) yield { ...draft, given: ['types that no route names', ...draft.given] };
}

/** `opened` are types whose conditions are given up. */
type Given = { readonly opened: readonly string[]; readonly prefixes: readonly string[] };

function draftOf(clauses: Clauses, types: Types, given: Given): Draft {
  const { opened, prefixes } = given;
  const covered = clauses.wanted.filter(({ type, takes }) => isFalse(takes.says) && isCovered(type, prefixes));
  return {
    filter: filterOf(clauses, types, given),
    given: [
      ...opened.map((type) => `the conditions on ${type}`),
      ...prefixes.map((prefix) => `which types begin with ${prefix}`),
    ],
    open: new Set([...opened, ...covered.map(({ type }) => type)]),
  };
}

function isCovered(type: string, prefixes: readonly string[]): boolean {
  return prefixes.some((prefix) => type.startsWith(prefix));
}

/** What two types or more begin with, up to so many dots. */
function sharedPrefixes(wanted: readonly Clause[], depth: number): readonly string[] {
  const beginning = new RegExp(`^(?:[^.]*\\.){${depth}}`);
  const all = Map.groupBy(
    wanted.flatMap(({ type }) => beginning.exec(type) ?? []),
    (prefix) => prefix,
  );
  return [...all].filter(([, { length }]) => length > 1).map(([prefix]) => prefix);
}

function filterOf({ wanted, always }: Clauses, types: Types, { opened, prefixes }: Given): Expression {
  const alone = wanted.filter(({ type }) => !isCovered(type, prefixes));
  const own = alone.map((clause) => (opened.includes(clause.type) ? { ...clause, takes: exactly(TRUE) } : clause));
  const tests = own.map(({ is, takes }) => and(is, takes.says));
  return or(...types.others, ...always, ...tests, ...tellPrefixes(types, prefixes));
}

function tellPrefixes({ beginsWith }: Types, prefixes: readonly string[]): readonly Expression[] {
  return beginsWith === undefined ? [] : prefixes.map(beginsWith);
}
