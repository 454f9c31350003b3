import type { Source } from '../../../shared/routing/demand/sources.ts';
import { demandsByType, unwantedTypes } from '../../../shared/routing/demand/types.ts';
import type { Demand } from '../../../shared/routing/demand.ts';
import type { Table } from '../../../shared/routing/table.ts';
import { UPLOADED } from '../../../shared/schemas/blob.ts';
import type { Clause } from './clause.ts';
import { compileTrigger, type PubSubFilter } from './compile-trigger.ts';
import { equal, has, not } from './expression.ts';
import { lowerType } from './lower-type.ts';
import { kindOf } from './storage-types.ts';

/**
 * The filter of the subscription that Cloud Storage's notifications come by, or undefined where no route takes what they tell of. They
 * have attributes of their own ("Pub/Sub notifications for Cloud Storage"), and not among them the media type of the object.
 */
export function compileUploads(table: Table, demands: readonly Demand[]): Source<PubSubFilter> {
  const wanted = [...demandsByType(demands)].flatMap(([type, those]) => clauseOf(type, those));
  if (wanted.length === 0) return undefined;
  const unwanted = unwantedTypes(table).flatMap((type) => clauseOf(type, []));
  const clauses = { wanted, unwanted, always: [not(has('objectId'))] };
  return compileTrigger(table.unrouted, clauses, { others: [not(has(KIND))] });
}

const KIND = 'eventType';

function clauseOf(type: string, demands: readonly Demand[]): readonly Clause[] {
  const kind = kindOf(type);
  if (kind === undefined) return [];
  return [
    { type, is: equal(KIND, kind), takes: lowerType(type, demands, type === UPLOADED ? keyOf : () => undefined) },
  ];
}

const KEYS = new Map([
  ['subject', 'objectId'],
  ['data.name', 'objectId'],
  ['data.bucket', 'bucketId'],
  ['data.version', 'objectGeneration'],
]);

function keyOf(path: string): string | undefined {
  return KEYS.get(path);
}
