import type { Fit, Fitted } from '../../../shared/routing/demand/compiled.ts';
import type { Compiled } from './run.ts';

type Routes = readonly {
  readonly on: readonly string[];
  readonly triggers: Readonly<Record<string, Fitted | undefined>>;
}[];

/** What a compiled table claims of one of its sources: a route's fit holds for each type that the route names. */
export function fitsOf(routes: Routes, source: string, { fit }: Fitted): Compiled {
  const byType = new Map<string, Fit>();
  for (const { on, triggers } of routes) {
    const claimed = triggers[source]?.fit;
    for (const type of claimed === undefined ? [] : on) {
      // Of routes that name the same type, one that says exact or none says it of all.
      if (byType.get(type) === undefined || claimed !== 'wider') byType.set(type, claimed ?? fit);
    }
  }
  return { fit, fitOf: (type) => byType.get(type) };
}
