import type { Source } from '../../../shared/routing/demand/sources.ts';
import { demandsByType, unwantedTypes } from '../../../shared/routing/demand/types.ts';
import type { Demand } from '../../../shared/routing/demand.ts';
import type { Table } from '../../../shared/routing/table.ts';
import type { Clause } from './clause.ts';
import { compileTrigger, type PubSubFilter } from './compile-trigger.ts';
import { beginsWith, equal, has, not } from './expression.ts';
import { lowerType } from './lower-type.ts';
import { NOTHING } from './lowered.ts';

/**
 * The filter of the events topic's subscription. Events come there in binary mode, where every attribute is a text. A message without
 * `ce-type` or of no version that the router takes is none, whatever else it is tagged with: in structured mode, a plain one, or broken.
 */
export function compileEvents(table: Table, demands: readonly Demand[]): Source<PubSubFilter> {
  if (demands.length === 0) return undefined;
  const wanted = [...demandsByType(demands)].map(
    ([type, those]): Clause => ({ type, is: equal(TYPE, type), takes: lowerType(type, those, keyOf) }),
  );
  const unwanted = unwantedTypes(table).map((type): Clause => ({ type, is: equal(TYPE, type), takes: NOTHING }));
  const clauses = { wanted, unwanted, always: [has('ce-waybillroute'), not(equal('ce-specversion', '1.0'))] };
  return compileTrigger(table.unrouted, clauses, {
    // The router’s own types are no route’s.
    others: [not(has(TYPE)), beginsWith(TYPE, 'waybill.')],
    beginsWith: (text) => beginsWith(TYPE, text),
  });
}

const TYPE = 'ce-type';

/** The media type may come as `content-type`, in any case of its name, or as `ce-datacontenttype`. */
function keyOf(path: string): string | undefined {
  return /^[a-z0-9]+$/.test(path) && path !== 'data' && path !== 'datacontenttype' ? `ce-${path}` : undefined;
}
