import type { Clause, Clauses, Draft } from './clause.ts';
import { and, type Expression, isFalse, isTrue, or, TRUE, write } from './expression.ts';
import { keepOut } from './keep-out.ts';
import { exactly } from './lowered.ts';

/** What cannot be judged by its type, and how the types with one beginning are told together. */
export type Types = { readonly untyped: Expression; readonly beginsWith: (text: string) => Expression };

/**
 * Filters for a table whose unknown types are dropped: nothing but what is wanted. From the narrowest to one that lets everything pass:
 * conditions are given up first, then types for what they begin with, up to a dot, and then unknown types are let through after all.
 */
export function* letIn(clauses: Clauses, types: Types): Generator<Draft> {
  const conditional = clauses.wanted.filter(({ takes }) => !isTrue(takes.says) && !isFalse(takes.says));
  const byLength = conditional.toSorted((a, b) => write(b.takes.says).length - write(a.takes.says).length);
  const opened = byLength.map(({ type }) => type);
  for (let count = 0; count <= opened.length; count++)
    yield draftOf(clauses, types, { opened: opened.slice(0, count), prefixes: [] });
  const prefixes = sharedPrefixes(clauses.wanted);
  for (let count = 1; count <= prefixes.length; count++)
    yield draftOf(clauses, types, { opened, prefixes: prefixes.slice(0, count) });
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

/** What two types or more begin with, up to a dot: the longest first, since fewer others begin with it. */
function sharedPrefixes(wanted: readonly Clause[]): readonly string[] {
  const all = wanted.flatMap(({ type }) => [...type.matchAll(/\./g)].map(({ index }) => type.slice(0, index + 1)));
  const shared = [...new Set(all)].filter((prefix) => all.filter((one) => one === prefix).length > 1);
  return shared.toSorted((a, b) => b.length - a.length);
}

function filterOf({ wanted, always, judging }: Clauses, types: Types, { opened, prefixes }: Given): Expression {
  const alone = wanted.filter(({ type }) => !isCovered(type, prefixes));
  const own = alone.map((clause) => (opened.includes(clause.type) ? { ...clause, takes: exactly(TRUE) } : clause));
  const asks = own.some(({ takes }) => !isTrue(takes.says) && !isFalse(takes.says));
  const tests = own.map(({ is, takes }) => and(is, takes.says));
  return or(types.untyped, ...always, ...(asks ? [judging] : []), ...tests, ...prefixes.map(types.beginsWith));
}
