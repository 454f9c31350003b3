import type { Compiled } from '../../shared/routing/demand/compiled.ts';
import { toRouteFit, toTrigger } from '../../shared/routing/demand/sources.ts';
import { tableFacts } from '../../shared/routing/demand/table-facts.ts';
import { demandOf } from '../../shared/routing/demand.ts';
import type { Table } from '../../shared/routing/table.ts';
import { ok, type Result } from '../../shared/schemas/result.ts';
import { compileEvents, type RulePattern } from './native-filter/events.ts';
import { compileKafka } from './native-filter/kafka.ts';
import type { FilterCriteria } from './native-filter/pack.ts';
import { compileUploads } from './native-filter/uploads.ts';

/**
 * `uploads`: filter criteria of the SQS mapping that brings S3's notifications. `events`: the pattern of the EventBridge rule. `kafka`:
 * filter criteria of the MSK or Kafka mapping.
 */
export type CompiledAws = Compiled<{ uploads: FilterCriteria; events: RulePattern; kafka: FilterCriteria }>;

/** Never fails: whatever is too much for one of AWS's filters makes it wider, and `why` says so. */
export function compileRoutes(table: Table): Result<CompiledAws> {
  const demands = table.routes.map(demandOf);
  const sources = { uploads: compileUploads(table), events: compileEvents(table), kafka: compileKafka(table) };
  return ok({
    ...tableFacts(table),
    triggers: {
      uploads: toTrigger(sources.uploads, demands),
      events: toTrigger(sources.events, demands),
      kafka: toTrigger(sources.kafka, demands),
    },
    routes: demands.map((demand) => toRouteFit(demand, sources)),
  });
}
