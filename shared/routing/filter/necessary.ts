import { pointer } from '../../schemas/pointer.ts';
import type { AttributeFilter, Filter } from '../filter.ts';
import type { Condition } from '../match/condition.ts';
import type { Alternative } from '../pattern.ts';
import { ANYTHING, both, oneOf } from './alternatives.ts';
import { liftSql } from './lift-sql.ts';
import { beginning, ending, spelled } from './spelled.ts';

/**
 * What every event that passes the filter satisfies: each field of one of the alternatives. Events that do not pass may satisfy it too, so
 * that an index can find the filter by it and must then ask the filter. `[[]]` says nothing of an event.
 */
export function necessary(filter: Filter): readonly Alternative[] {
  switch (filter.kind) {
    case 'all':
      return filter.filters.map(necessary).reduce(both, ANYTHING);
    case 'any':
      return oneOf(filter.filters.map(necessary));
    case 'not':
      return ANYTHING;
    case 'sql':
      return liftSql(filter.expression, filter.at);
    default:
      return liftAttributes(filter);
  }
}

const LIFTS: Readonly<Record<AttributeFilter['kind'], (text: string) => readonly Condition[]>> = {
  exact: spelled,
  prefix: beginning,
  suffix: ending,
};

function liftAttributes({ kind, attributes, at }: AttributeFilter): readonly Alternative[] {
  const fields = attributes.map(([name, text]) => ({ path: name, at: at + pointer(name), any: LIFTS[kind](text) }));
  return fields.map((field) => [[field]]).reduce(both, ANYTHING);
}
