/** The places of the rules that want an event. */
export type Found = readonly number[];

export type Match<Event> = (event: Event) => Found | Promise<Found>;

/** A matcher in JavaScript with its rules in it, by what it can be given. */
export type Engine = {
  readonly bytes?: Match<Buffer>;
  readonly text?: Match<string>;
  readonly object?: Match<object>;
};

/** What a module in this folder or in `peers/npm` exports as `build`; `packages` is a folder to load npm packages from. */
export type BuildEngine = (rules: readonly string[], packages: string) => Engine;
