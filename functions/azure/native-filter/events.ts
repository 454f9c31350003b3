import type { Fitted } from '../../../shared/routing/demand/compiled.ts';
import { fitted } from '../../../shared/routing/demand/fitted.ts';
import type { Source } from '../../../shared/routing/demand/sources.ts';
import { demandsByType, unwantedTypes } from '../../../shared/routing/demand/types.ts';
import type { Demand } from '../../../shared/routing/demand.ts';
import type { Table } from '../../../shared/routing/table.ts';
import { UPLOADED } from '../../../shared/schemas/blob.ts';
import { CREATED } from './blob-types.ts';
import { lowerField } from './lower-field.ts';
import { asked, lowerTypes, takesAll } from './lower-types.ts';
import type { AdvancedFilter, EventGridFilter, Subscription } from './subscription.ts';

/**
 * The subscriptions of the custom topic. Event Grid compares without regard to case, so that of a type which is not wanted it would keep
 * out every other spelling, and such a type nobody knows: where unknown types become dead letters, everything passes.
 */
export function compileEvents(table: Table, demands: readonly Demand[]): Source<EventGridFilter> {
  if (demands.length === 0) return undefined;
  const byType = demandsByType(demands);
  const drops = table.unrouted === 'drop';
  if (drops && ![...byType.keys()].some(isAmbiguous)) return letIn(byType);
  const conditional = [...byType].filter(([type, those]) => !takesAll(type, those));
  const why = [
    ...(drops ? ['types that no route names'] : []),
    ...unwantedTypes(table),
    ...conditional.flatMap(([type, those]) => asked(type, those)),
  ];
  const fits = [...byType].map(
    ([type, those]) => [type, fitOf(takesAll(type, those) ? [] : asked(type, those))] as const,
  );
  return {
    trigger: { ...fitOf(why), subscriptions: [{ name: 'router', advancedFilters: [] }] },
    byType: new Map(fits),
  };
}

function fitOf(why: readonly string[]): Fitted {
  const { fit, why: checked } = fitted(why, 'none');
  return checked === undefined ? { fit } : { fit, why: `${DISREGARD} ${checked}` };
}

const DISREGARD =
  'Event Grid disregards case: to keep out a type would keep out others that differ from it in case alone.';

const OWN = 'waybill.';
const OTHER_CASE = `types that begin with "${OWN}" in another case`;

/** Whether it may be taken for a type that has a subscription of its own, in whatever way case is disregarded. */
function isAmbiguous(type: string): boolean {
  const isOwn = type.toLowerCase().startsWith(OWN) || type.toUpperCase().startsWith(OWN.toUpperCase());
  return isOwn || (type !== CREATED && type.toUpperCase() === CREATED.toUpperCase());
}

const NOT_ADDRESSED: AdvancedFilter = { operatorType: 'IsNullOrUndefined', key: 'waybillroute' };

/**
 * Several subscriptions, since one has no OR: what routes want, uploads in Azure's own words that somebody sent on, the router's own events,
 * and what is addressed to a route.
 */
function letIn(byType: ReadonlyMap<string, readonly Demand[]>): Source<EventGridFilter> {
  const lowered = lowerTypes(byType, { keyOf, lower: lowerField });
  const own: AdvancedFilter = { operatorType: 'StringBeginsWith', key: 'type', values: [OWN] };
  const types = [...byType.keys()].filter((type) => type !== CREATED || !byType.has(UPLOADED));
  const native = { name: 'router-uploads', includedEventTypes: [CREATED], advancedFilters: [NOT_ADDRESSED] };
  const subscriptions: readonly Subscription[] = [
    { name: 'router', includedEventTypes: types, advancedFilters: [NOT_ADDRESSED, ...lowered.filters] },
    ...(byType.has(UPLOADED) ? [native] : []),
    { name: 'router-own', advancedFilters: [NOT_ADDRESSED, own] },
    { name: 'router-redrives', advancedFilters: [{ operatorType: 'IsNotNull', key: 'waybillroute' }] },
  ];
  return { trigger: { ...fitted([...lowered.why, OTHER_CASE]), subscriptions }, byType: lowered.byType };
}

/**
 * What Event Grid may write in its own way, or not hand to its filters: for `source` it has been seen to compare the topic
 * (MicrosoftDocs/azure-docs issue 43421).
 */
const UNSURE = new Set(['data', 'datacontenttype', 'dataschema', 'source', 'specversion', 'time']);

/**
 * Extension attributes are a single value, and so are an event's own. Of the payload nothing is: it may hold a list, objects in a list or a
 * key with a dot, in all of which a pattern looks, and Event Grid does not.
 */
function keyOf(path: string): string | undefined {
  return /^[a-z0-9]+$/.test(path) && !UNSURE.has(path) ? path : undefined;
}
