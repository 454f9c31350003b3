import type { Fitted } from '../../shared/routing/demand/compiled.ts';
import type { Table } from '../../shared/routing/table.ts';
import type { Mode } from '../../shared/routing/topics.ts';
import type { Problem } from '../../shared/schemas/result.ts';
import type { AdapterName, Compiled, CompiledOn, TriggerName } from './compiled.ts';
import { inShort, type ShortRoute } from './in-short.ts';
import type { Needs, Port } from './needs.ts';

/** A route with the ports that its handlers use and, per cloud, the sources that bring it events, each with how well its filter fits. */
export type ListedRoute = ShortRoute & {
  readonly needs: readonly Port[];
  readonly clouds: Readonly<Partial<Record<AdapterName, Readonly<Partial<Record<TriggerName, Fitted>>>>>>;
};

/** A topic of Kafka's for some types. */
export type ListedTopic = { readonly topic: string; readonly mode: Mode; readonly types: readonly string[] };

/** The whole list; of a cloud, its triggers, or the problem where the table cannot be made into its filters. */
export type Listed = {
  readonly routes: readonly ListedRoute[];
  readonly topics: readonly ListedTopic[];
  readonly clouds: Readonly<
    Partial<Record<AdapterName, { readonly triggers?: Compiled['triggers']; readonly problem?: Problem }>>
  >;
};

export function toListed(table: Table, clouds: readonly CompiledOn<AdapterName>[], { byRoute }: Needs): Listed {
  return {
    topics: Object.entries(table.topics).map(([topic, { types, mode = 'structured' }]) => ({ topic, mode, types })),
    routes: table.routes.map(inShort).map((short) => ({
      ...short,
      needs: byRoute.get(short.route) ?? [],
      clouds: fitsOf(short.route, clouds),
    })),
    clouds: Object.fromEntries(
      clouds.map(({ cloud, compiled }) => [
        cloud,
        compiled.ok ? { triggers: compiled.value.triggers } : { problem: compiled.error },
      ]),
    ),
  };
}

function fitsOf(name: string, clouds: readonly CompiledOn<AdapterName>[]): ListedRoute['clouds'] {
  const fits = clouds.flatMap(({ cloud, compiled }) => {
    const found = compiled.ok ? compiled.value.routes.find(({ route }) => route === name) : undefined;
    return found === undefined ? [] : [[cloud, found.triggers] as const];
  });
  return Object.fromEntries(fits);
}
