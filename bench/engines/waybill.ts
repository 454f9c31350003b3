import { createMatcher } from '../../shared/routing/matcher.ts';
import { parsePattern } from '../../shared/routing/pattern.ts';
import type { BuildEngine } from './engine.ts';

/** The router's own matcher. */
export const build: BuildEngine = (rules) => {
  const { match, matchBytes } = createMatcher(
    rules.map((rule, index) => [index, { pattern: toPattern(rule) }] as const),
  );
  return { bytes: matchBytes, object: match };
};

function toPattern(rule: string) {
  const pattern = parsePattern(rule);
  if (!pattern.ok) throw new Error(`${pattern.error.message}: ${rule}`);
  return pattern.value;
}
