import { pointer } from '../../schemas/pointer.ts';
import { beginning, ending, spelled } from '../filter/spelled.ts';
import type { AttributeFilter, Filter } from '../filter.ts';
import type { Condition } from '../match/condition.ts';
import type { Alternative } from '../pattern.ts';

/** A filter with more of them is one that conditions cannot say. */
const MOST_ALTERNATIVES = 64;

/**
 * Alternatives of which a valid event satisfies one exactly when it passes the filter; undefined where conditions cannot say that: `not`,
 * CESQL, and texts that a number may begin or end with.
 */
export function exactly(filter: Filter): readonly Alternative[] | undefined {
  switch (filter.kind) {
    case 'all':
      return filter.filters.map(exactly).reduce(both, [[]]);
    case 'any':
      return filter.filters.map(exactly).reduce(either, []);
    case 'not':
    case 'sql':
      return undefined;
    default:
      return ofAttributes(filter);
  }
}

type Alternatives = readonly Alternative[] | undefined;

function both(one: Alternatives, other: Alternatives): Alternatives {
  if (one === undefined || other === undefined) return undefined;
  return bounded(one.flatMap((fields) => other.map((more) => [...fields, ...more])));
}

function either(one: Alternatives, other: Alternatives): Alternatives {
  return one === undefined || other === undefined ? undefined : bounded([...one, ...other]);
}

function bounded(alternatives: readonly Alternative[]): Alternatives {
  return alternatives.length > MOST_ALTERNATIVES ? undefined : alternatives;
}

function ofAttributes({ kind, attributes, at }: AttributeFilter): Alternatives {
  const fields = attributes.map(([name, text]) => ({
    path: name,
    at: at + pointer(name),
    any: CONDITIONS[kind](text),
  }));
  return fields.some(({ any }) => any.some(({ kind: one }) => one === 'numeric')) ? undefined : [fields];
}

const CONDITIONS: Readonly<Record<AttributeFilter['kind'], (text: string) => readonly Condition[]>> = {
  exact: (text) => spelled(text).filter((condition) => isWritten(condition, text)),
  prefix: beginning,
  suffix: ending,
};

/** CESQL takes more spellings of a number and a boolean for the same than the text that CloudEvents writes. */
function isWritten(condition: Condition, text: string): boolean {
  return condition.kind === 'equals' && String(condition.value) === text;
}
