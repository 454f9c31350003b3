import type { Demand } from '../demand.ts';
import type { Fit, Fitted, RouteFit, Trigger } from './compiled.ts';

/** What became of a source's filter, and by type how well it does; undefined where no route takes what the source brings. */
export type Source<Filter> =
  | { readonly trigger: Fitted & Filter; readonly byType: ReadonlyMap<string, Fitted> }
  | undefined;

/** The trigger with the names of the routes that it serves. */
export function toTrigger<Filter>(source: Source<Filter>, demands: readonly Demand[]): Trigger<Filter> | null {
  if (source === undefined) return null;
  const served = demands.filter(({ types }) => types.some((type) => source.byType.has(type)));
  return { ...source.trigger, routes: served.map(({ route }) => route) };
}

/** How well each source's filter does for one route. */
export function toRouteFit<Name extends string>(
  { route, types }: Demand,
  sources: Readonly<Record<Name, Source<unknown>>>,
): RouteFit<Name> {
  const names = Object.keys(sources) as Name[]; // the keys of a record
  const triggers = names.flatMap((name) => {
    const fits = types.flatMap((type) => sources[name]?.byType.get(type) ?? []);
    return fits.length === 0 ? [] : [[name, together(fits)] as const];
  });
  return { route, on: types, triggers: Object.fromEntries(triggers) as RouteFit<Name>['triggers'] }; // of the same names
}

function together(fits: readonly Fitted[]): Fitted {
  const why = [...new Set(fits.flatMap((one) => one.why ?? []))].join(' ');
  const [fit = 'none', ...others] = new Set(fits.map((one): Fit => one.fit));
  return why === '' ? { fit: 'exact' } : { fit: others.length === 0 ? fit : 'wider', why };
}
