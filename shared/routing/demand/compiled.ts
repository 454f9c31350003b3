import type { TableFacts } from './table-facts.ts';

/**
 * How well a cloud's own filter does what the router does. `exact`: what passes is what the router does something with. `wider`: more
 * passes, and the rest is checked in process. `none`: it keeps out nothing that it could. It is never narrower.
 */
export type Fit = 'exact' | 'wider' | 'none';

/** `why`: a sentence that says what is checked in process; absent when exact. */
export type Fitted = { readonly fit: Fit; readonly why?: string };

/** How well the filter of each source does for one route: among events of the types that the route names. */
export type RouteFit<Source extends string> = {
  readonly route: string;
  readonly on: readonly string[];
  readonly triggers: Readonly<Partial<Record<Source, Fitted>>>;
};

/** What a source's filter is for all routes that it serves; `Filter` is the cloud's own part. */
export type Trigger<Filter> = Fitted & Filter & { readonly routes: readonly string[] };

/** A table made into one cloud's filters: the contents of its routes.json. A trigger is null where no route takes what it brings. */
export type Compiled<Filters extends Readonly<Record<string, object>>> = TableFacts & {
  readonly triggers: { readonly [Source in keyof Filters]: Trigger<Filters[Source]> | null };
  readonly routes: readonly RouteFit<keyof Filters & string>[];
};
