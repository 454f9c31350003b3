import type { Fitted } from '../../../shared/routing/demand/compiled.ts';
import { fitted } from '../../../shared/routing/demand/fitted.ts';
import { alternativesFor, type Demand, residueOf } from '../../../shared/routing/demand.ts';
import type { Alternative } from '../../../shared/routing/pattern.ts';
import { UPLOADED } from '../../../shared/schemas/blob.ts';
import { eventarcTypeOf } from './storage-types.ts';

/**
 * One trigger's criteria, all of which hold: equality on attributes of Google's own event ("Event filters", Eventarc documentation). Of
 * Cloud Storage Eventarc wants a bucket too: where the route takes any, whoever makes the trigger adds it.
 */
export type EventarcCriteria = Fitted & {
  readonly route: string;
  readonly filters: readonly { readonly attribute: string; readonly value: string }[];
};

/** A trigger takes one type: a route has as many as it names that Cloud Storage sends, and none for what comes by Pub/Sub. */
export function toEventarc(demand: Demand): readonly EventarcCriteria[] {
  const direct = demand.types.flatMap((type) => criteriaOf(demand, type));
  const others = demand.types.filter((type) => eventarcTypeOf(type) === undefined);
  if (others.length === 0) return direct;
  const why = `Cloud Storage sends no ${others.join(' or ')}: that comes by Pub/Sub, whose attributes Eventarc does not see.`;
  return [...direct, { route: demand.route, filters: [], fit: 'none', why }];
}

function criteriaOf(demand: Demand, type: string): readonly EventarcCriteria[] {
  const native = eventarcTypeOf(type);
  const alternatives = alternativesFor(demand, type);
  if (native === undefined || alternatives.length === 0) return [];
  const buckets = type === UPLOADED ? alternatives.map(bucketOf) : [undefined];
  const bucket = new Set(buckets).size === 1 ? buckets[0] : undefined;
  const asked = alternatives.flatMap((fields) => fields.map(({ path }) => path));
  const checked = [...new Set(asked)].filter((path) => path !== 'data.bucket' || bucket === undefined);
  const filters = [
    { attribute: 'type', value: native },
    ...(bucket === undefined ? [] : [{ attribute: 'bucket', value: bucket }]),
  ];
  return [{ route: demand.route, filters, ...fitted([...checked, ...residueOf(demand)]) }];
}

/** The only bucket that an alternative takes. */
function bucketOf(fields: Alternative): string | undefined {
  const any = fields.find(({ path }) => path === 'data.bucket')?.any ?? [];
  const [condition, ...more] = any;
  const isOne = more.length === 0 && condition?.kind === 'equals' && typeof condition.value === 'string';
  return isOne ? String(condition.value) : undefined;
}
