import { unwantedTypes } from '../../../shared/routing/demand/types.ts';
import type { Table } from '../../../shared/routing/table.ts';
import { disjoint } from './disjoint.ts';
import type { NativeField } from './lower-alternative.ts';
import { ABSENT, EXISTS } from './lowered.ts';
import { type NativePattern, nest } from './nest.ts';
import type { Plan } from './plan.ts';

type Branch = readonly NativeField[];

/**
 * Patterns over a CloudEvent of which it must satisfy one to pass; undefined when all must pass. What is known and not wanted stays out,
 * and where the table drops what it does not know, everything that is not wanted. What is no CloudEvent becomes a dead letter, so it
 * passes as far as it can be told by an attribute that is missing.
 */
export function branchesOf(
  table: Table,
  plans: readonly Plan[],
  unwanted = unwantedTypes(table),
): readonly NativePattern[] | undefined {
  const closed = plans.filter(({ alternatives }) => alternatives !== 'every');
  const open = plans.filter(({ alternatives }) => alternatives === 'every').flatMap(typesOf);
  const kept = [...unwanted, ...closed.flatMap(typesOf)];
  if (table.unrouted === 'dead-letter' && kept.length === 0) return undefined;
  const types = table.unrouted === 'drop' ? [...open, ...OWN, null] : [{ 'anything-but': kept }];
  const byType = [{ path: 'type', any: [...types, ABSENT] }];
  return disjoint([byType, ...ALWAYS, ...closed.flatMap(conditional), ...closed.flatMap(inBase64)]).map(nest);
}

/** The router's own: its sweeps, and the joins that are due. */
const OWN = [{ prefix: 'waybill.' }];

const ALWAYS: readonly Branch[] = [
  [{ path: 'waybillroute', any: [EXISTS] }],
  [{ path: 'specversion', any: [{ 'anything-but': ['1.0'] }, ABSENT] }],
  [{ path: 'id', any: [null, ABSENT] }],
  [{ path: 'source', any: [null, ABSENT] }],
];

function conditional({ types, alternatives }: Plan): readonly Branch[] {
  if (alternatives === 'every') return [];
  return alternatives.map(({ fields }) => [{ path: 'type', any: types }, ...fields]);
}

/** JSON in base64 is data to the router, and a text to AWS. */
function inBase64({ types, alternatives }: Plan): readonly Branch[] {
  const asksForData = ({ path }: NativeField) => /^data(?:\.|$)/.test(path);
  if (alternatives === 'every' || !alternatives.some(({ fields }) => fields.some(asksForData))) return [];
  return [
    [
      { path: 'type', any: types },
      { path: 'data_base64', any: [EXISTS] },
    ],
  ];
}

function typesOf({ types }: Plan): readonly string[] {
  return types;
}
