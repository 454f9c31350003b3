import type { Fitted } from '../../../shared/routing/demand/compiled.ts';

/** One source's filter, how well it does for all, and for some types. */
export type CompiledSource<Filter> = Fitted & {
  readonly filter: Filter;
  readonly fitOf: (types: readonly string[]) => Fitted;
};
