import { createMatcher, type Matcher } from '../../../../shared/routing/matcher.ts';
import { parsePattern } from '../../../../shared/routing/pattern.ts';

/** A matcher of patterns, which gives their places in the list. */
export function matcherOf(...patterns: readonly object[]): Matcher<number> {
  return createMatcher(
    patterns.map((pattern, index) => {
      const parsed = parsePattern(pattern);
      if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
      return [index, { pattern: parsed.value }] as const;
    }),
  );
}
