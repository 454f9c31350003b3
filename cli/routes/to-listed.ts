import type { CloudName } from '../../local/laptop/cloud.ts';
import type { Fitted } from '../../shared/routing/demand/compiled.ts';
import type { Problem } from '../../shared/schemas/result.ts';
import type { Compiled, CompiledOn, TriggerName } from './compiled.ts';
import type { ShortRoute } from './in-short.ts';
import type { Needs, Port } from './needs.ts';

/** A route with the ports that its handlers use and, per cloud, the sources that bring it events, each with how well its filter fits. */
export type ListedRoute = ShortRoute & {
  readonly needs: readonly Port[];
  readonly clouds: Readonly<Partial<Record<CloudName, Readonly<Partial<Record<TriggerName, Fitted>>>>>>;
};

/** The whole list; of a cloud, its triggers, or the problem where the table cannot be made into its filters. */
export type Listed = {
  readonly routes: readonly ListedRoute[];
  readonly clouds: Readonly<
    Partial<Record<CloudName, { readonly triggers?: Compiled['triggers']; readonly problem?: Problem }>>
  >;
};

export function toListed(routes: readonly ShortRoute[], clouds: readonly CompiledOn[], { byRoute }: Needs): Listed {
  return {
    routes: routes.map((short) => ({
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

function fitsOf(name: string, clouds: readonly CompiledOn[]): ListedRoute['clouds'] {
  const fits = clouds.flatMap(({ cloud, compiled }) => {
    const found = compiled.ok ? compiled.value.routes.find(({ route }) => route === name) : undefined;
    return found === undefined ? [] : [[cloud, found.triggers] as const];
  });
  return Object.fromEntries(fits);
}
