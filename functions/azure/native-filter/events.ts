import type { Fitted } from '../../../shared/routing/demand/compiled.ts';
import type { Source } from '../../../shared/routing/demand/sources.ts';
import { demandsByType, unwantedTypes } from '../../../shared/routing/demand/types.ts';
import type { Demand } from '../../../shared/routing/demand.ts';
import type { Table } from '../../../shared/routing/table.ts';
import { lowerField } from './lower-field.ts';
import { asked, fitted, lowerTypes, takesAll } from './lower-types.ts';
import type { AdvancedFilter, EventGridFilter, Subscription } from './subscription.ts';

/**
 * The subscriptions of the custom topic. Event Grid compares without regard to case, so that of a type which is not wanted it would keep
 * out every other spelling, and such a type nobody knows: where unknown types become dead letters, everything passes.
 */
export function compileEvents(table: Table, demands: readonly Demand[]): Source<EventGridFilter> {
  if (demands.length === 0) return undefined;
  const byType = demandsByType(demands);
  if (table.unrouted === 'drop' && ![...byType.keys()].some(looksOwn)) return letIn(byType);
  const conditional = [...byType].filter(([type, those]) => !takesAll(type, those));
  const why = [...unwantedTypes(table), ...conditional.flatMap(([type, those]) => asked(type, those))];
  const fits = [...byType].map(
    ([type, those]) => [type, fitOf(takesAll(type, those) ? [] : asked(type, those))] as const,
  );
  return {
    trigger: { ...fitOf(why), subscriptions: [{ name: 'router', advancedFilters: [] }] },
    byType: new Map(fits),
  };
}

function fitOf(why: readonly string[]): Fitted {
  const { fit, why: checked } = fitted(why, true);
  return checked === undefined ? { fit } : { fit, why: `${DISREGARD} ${checked}` };
}

const DISREGARD = 'Event Grid disregards case, and a known type in another case is unknown and becomes a dead letter.';

const OWN = 'waybill.';

/** Whether it may be taken for one of the router's own types, in whatever way case is disregarded. */
function looksOwn(type: string): boolean {
  return type.toLowerCase().startsWith(OWN) || type.toUpperCase().startsWith(OWN.toUpperCase());
}

const NOT_ADDRESSED: AdvancedFilter = { operatorType: 'IsNullOrUndefined', key: 'waybillroute' };

/** Three subscriptions, since one has no OR: what routes want, the router's own events, and what is addressed to a route. */
function letIn(byType: ReadonlyMap<string, readonly Demand[]>): Source<EventGridFilter> {
  const lowered = lowerTypes(byType, { keyOf, lower: lowerField });
  const own: AdvancedFilter = { operatorType: 'StringBeginsWith', key: 'type', values: [OWN] };
  const subscriptions: readonly Subscription[] = [
    { name: 'router', includedEventTypes: [...byType.keys()], advancedFilters: [NOT_ADDRESSED, ...lowered.filters] },
    { name: 'router-own', advancedFilters: [NOT_ADDRESSED, own] },
    { name: 'router-redrives', advancedFilters: [{ operatorType: 'IsNotNull', key: 'waybillroute' }] },
  ];
  return { trigger: { ...fitted(lowered.why, false), subscriptions }, byType: lowered.byType };
}

/** What Event Grid may write in its own way, or not hand to its filters. */
const UNSURE = new Set(['data', 'datacontenttype', 'dataschema', 'specversion', 'time']);

/**
 * Extension attributes are a single value, and so are an event's own. Of the payload nothing is: it may hold a list, objects in a list or a
 * key with a dot, in all of which a pattern looks, and Event Grid does not.
 */
function keyOf(path: string): string | undefined {
  return /^[a-z0-9]+$/.test(path) && !UNSURE.has(path) ? path : undefined;
}
