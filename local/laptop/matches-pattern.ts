import { createMatcher } from '../../shared/routing/matcher.ts';
import { parsePattern } from '../../shared/routing/pattern.ts';
import { describe } from '../../shared/schemas/result.ts';

/** Whether an EventBridge event pattern wants an event, told by the router's own matcher. Throws when the pattern is none. */
export function matchesPattern(pattern: unknown, event: object): boolean {
  const parsed = parsePattern(Object(pattern));
  if (!parsed.ok) throw new Error(describe(parsed.error));
  return createMatcher([[true, { pattern: parsed.value }]]).match(event).length > 0;
}
