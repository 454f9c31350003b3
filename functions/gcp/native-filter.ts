import type { Compiled } from '../../shared/routing/demand/compiled.ts';
import { toRouteFit, toTrigger } from '../../shared/routing/demand/sources.ts';
import { tableFacts } from '../../shared/routing/demand/table-facts.ts';
import { demandOf } from '../../shared/routing/demand.ts';
import type { Table } from '../../shared/routing/table.ts';
import { ok, type Result } from '../../shared/schemas/result.ts';
import type { PubSubFilter } from './native-filter/compile-trigger.ts';
import { type EventarcCriteria, toEventarc } from './native-filter/eventarc.ts';
import { compileEvents } from './native-filter/events.ts';
import { compileUploads } from './native-filter/uploads.ts';

/** A table as filters of Pub/Sub subscriptions, and as Eventarc's criteria for who prefers its triggers. */
export type CompiledGcp = Compiled<{ uploads: PubSubFilter; events: PubSubFilter; kafka: never }> & {
  readonly eventarc: readonly EventarcCriteria[];
};

/** Never fails: a table that is too large for Pub/Sub gets a wider filter, which says so. */
export function compileRoutes(table: Table): Result<CompiledGcp> {
  const demands = table.routes.map(demandOf);
  const sources = { uploads: compileUploads(table, demands), events: compileEvents(table, demands) };
  return ok({
    ...tableFacts(table),
    triggers: { uploads: toTrigger(sources.uploads, demands), events: toTrigger(sources.events, demands), kafka: null },
    routes: demands.map((demand) => toRouteFit(demand, sources)),
    eventarc: demands.flatMap(toEventarc),
  });
}
