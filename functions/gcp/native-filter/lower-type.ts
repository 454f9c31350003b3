import { alternativesFor, type Demand, residueOf } from '../../../shared/routing/demand.ts';
import type { Field } from '../../../shared/routing/pattern.ts';
import { lowerCondition } from './lower-condition.ts';
import { allOf, anyOf, anything, type Lowered } from './lowered.ts';

/** The message attribute that holds what stands at a path of the event, always as text; undefined where none does. */
export type KeyOf = (path: string) => string | undefined;

/** What a message that holds an event of this type must satisfy for one of the routes that name the type to want it. */
export function lowerType(type: string, demands: readonly Demand[], keyOf: KeyOf): Lowered {
  return anyOf(demands.map((demand) => lowerDemand(demand, type, keyOf)));
}

function lowerDemand(demand: Demand, type: string, keyOf: KeyOf): Lowered {
  const alternatives = alternativesFor(demand, type);
  const lowered = anyOf(alternatives.map((fields) => allOf(fields.map((field) => lowerField(field, keyOf)))));
  if (demand.exact || alternatives.length === 0) return lowered;
  return { ...lowered, why: [...lowered.why, ...residueOf(demand)] };
}

function lowerField({ path, any }: Field, keyOf: KeyOf): Lowered {
  const key = keyOf(path);
  if (key === undefined) return anything(`${path} (no attribute of the message tells it)`);
  const lowered = anyOf(any.map((condition) => lowerCondition(condition, key)));
  return { ...lowered, why: lowered.why.map((what) => `${path} (${what})`) };
}
