import type { Compiled } from '../../shared/routing/demand/compiled.ts';
import { toRouteFit, toTrigger } from '../../shared/routing/demand/sources.ts';
import { tableFacts } from '../../shared/routing/demand/table-facts.ts';
import { demandOf } from '../../shared/routing/demand.ts';
import type { Table } from '../../shared/routing/table.ts';
import { ok, type Result } from '../../shared/schemas/result.ts';
import { compileEvents } from './native-filter/events.ts';
import type { EventGridFilter } from './native-filter/subscription.ts';
import { compileUploads } from './native-filter/uploads.ts';

/** A table as filters of Event Grid's subscriptions. */
export type CompiledAzure = Compiled<{ uploads: EventGridFilter; events: EventGridFilter; kafka: never }>;

/** Never fails: a table that is too large for Event Grid gets a wider filter, which says so. */
export function compileRoutes(table: Table): Result<CompiledAzure> {
  const demands = table.routes.map(demandOf);
  const sources = { uploads: compileUploads(demands), events: compileEvents(table, demands) };
  return ok({
    ...tableFacts(table),
    triggers: { uploads: toTrigger(sources.uploads, demands), events: toTrigger(sources.events, demands), kafka: null },
    routes: demands.map((demand) => toRouteFit(demand, sources)),
  });
}
