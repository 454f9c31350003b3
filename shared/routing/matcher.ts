import type { Filter } from './filter.ts';
import { createBytesMatch } from './match/bytes/match-bytes.ts';
import { indexRules } from './match/index-rules.ts';
import type { Pattern } from './pattern.ts';

/** What a rule wants of an event: both must hold; without either, it wants every event. */
export type Rule = { readonly pattern?: Pattern | undefined; readonly filter?: Filter | undefined };

export type Matcher<T> = {
  /** Each rule's T that wants the event, once, in the rules' order. */
  readonly match: (event: object) => T[];
  /** The same from UTF-8 JSON; bytes that are not one JSON object match nothing. Of a name that comes twice, the last counts. */
  readonly matchBytes: (json: Uint8Array) => T[];
};

/**
 * Builds an index once; to match then costs what the event holds at the paths that rules name, and the rules that it hits. It is for one
 * event at a time: what it finds out about an event it keeps in places that the next one takes over.
 */
export function createMatcher<T>(rules: Iterable<readonly [T, Rule]>): Matcher<T> {
  const index = indexRules(rules);
  // Made when it is first asked for: many tables only ever match objects.
  let bytes: Matcher<T>['matchBytes'] | undefined;
  return {
    match: index.match,
    matchBytes: (json) => {
      bytes ??= createBytesMatch(index);
      return bytes(json);
    },
  };
}
