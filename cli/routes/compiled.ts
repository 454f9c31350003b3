import type { CloudName } from '../../local/laptop/cloud.ts';
import type { Fitted, RouteFit } from '../../shared/routing/demand/compiled.ts';
import type { TableFacts } from '../../shared/routing/demand/table-facts.ts';
import type { Result } from '../../shared/schemas/result.ts';

/** What can bring an event to a deployed function: the notification of an upload, the cloud’s own event service, or Kafka. */
export const TRIGGERS = ['uploads', 'events', 'kafka'] as const;
export type TriggerName = (typeof TRIGGERS)[number];

/** What every adapter’s `compileRoutes` makes of a table, whatever it adds. A trigger is null where no route takes what it brings. */
export type Compiled = TableFacts & {
  readonly triggers: Readonly<Partial<Record<TriggerName, (Fitted & { readonly routes: readonly string[] }) | null>>>;
  readonly routes: readonly RouteFit<TriggerName>[];
};

/** One cloud’s, or what keeps the table from being lowered to it. */
export type CompiledOn<Name extends AdapterName = CloudName> = {
  readonly cloud: Name;
  readonly compiled: Result<Compiled>;
};

/** What routes run on: a cloud, or Kafka’s own worker, for which nothing is deployed from the table. */
export type AdapterName = CloudName | 'kafka';
