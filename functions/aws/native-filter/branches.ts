import { unwantedTypes } from '../../../shared/routing/demand/types.ts';
import type { Table } from '../../../shared/routing/table.ts';
import { ABSENT, EXISTS } from './lowered.ts';
import { type NativePattern, nest } from './nest.ts';
import type { Plan } from './plan.ts';

/**
 * Patterns over a CloudEvent of which it must satisfy one to pass; undefined when all must pass. What is known and not wanted stays out,
 * and where the table drops what it does not know, everything that is not wanted. What is no CloudEvent becomes a dead letter, so it
 * passes as far as it can be told by an attribute that is missing.
 */
export function branchesOf(table: Table, plans: readonly Plan[], unwanted = unwantedTypes(table)) {
  const closed = plans.filter(({ alternatives }) => alternatives !== 'every');
  const open = plans.filter(({ alternatives }) => alternatives === 'every').flatMap(typesOf);
  const kept = [...unwanted, ...closed.flatMap(typesOf)];
  if (table.unrouted === 'dead-letter' && kept.length === 0) return undefined;
  const types = table.unrouted === 'drop' ? [...open, ...OWN, null] : [{ 'anything-but': kept }];
  return [{ type: [...types, ABSENT] }, ...ALWAYS, ...closed.flatMap(conditional), ...inBase64(closed)];
}

/** The router's own: its sweeps, and the joins that are due. */
const OWN = [{ prefix: 'waybill.' }];

const ALWAYS: readonly NativePattern[] = [
  { waybillroute: [EXISTS] },
  { specversion: [{ 'anything-but': ['1.0'] }, ABSENT] },
  { id: [null, ABSENT] },
  { source: [null, ABSENT] },
];

function conditional({ types, alternatives }: Plan): readonly NativePattern[] {
  if (alternatives === 'every') return [];
  return alternatives.map(({ fields }) => nest([{ path: 'type', any: types }, ...fields]));
}

/** JSON in base64 is data to the router, and a text to AWS. */
function inBase64(closed: readonly Plan[]): readonly NativePattern[] {
  const types = closed.filter(asksForData).flatMap(typesOf);
  return types.length === 0 ? [] : [{ type: types, data_base64: [EXISTS] }];
}

function asksForData({ alternatives }: Plan): boolean {
  return (
    alternatives !== 'every' && alternatives.some(({ fields }) => fields.some(({ path }) => /^data(?:\.|$)/.test(path)))
  );
}

function typesOf({ types }: Plan): readonly string[] {
  return types;
}
