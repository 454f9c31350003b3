import type { Compiled, Fitted } from '../../shared/routing/demand/compiled.ts';
import { toRouteFit, toTrigger } from '../../shared/routing/demand/sources.ts';
import { tableFacts } from '../../shared/routing/demand/table-facts.ts';
import { demandOf } from '../../shared/routing/demand.ts';
import type { Table } from '../../shared/routing/table.ts';
import { ok, type Result } from '../../shared/schemas/result.ts';

/** A table as filters of a Kafka cluster, which has none. */
export type CompiledKafka = Compiled<{ uploads: never; events: never; kafka: object }>;

const NONE: Fitted = {
  fit: 'none',
  why: 'A Kafka broker filters nothing: the worker reads every record of its topics. What keeps types apart there is a topic of their own.',
};

/** Never fails: there is nothing to be made. */
export function compileRoutes(table: Table): Result<CompiledKafka> {
  const demands = table.routes.map(demandOf);
  const byType = new Map(demands.flatMap(({ types }) => types.map((type) => [type, NONE] as const)));
  const sources = { kafka: byType.size === 0 ? undefined : { trigger: NONE, byType } };
  return ok({
    ...tableFacts(table),
    triggers: { uploads: null, events: null, kafka: toTrigger(sources.kafka, demands) },
    routes: demands.map((demand) => toRouteFit(demand, sources)),
  });
}
