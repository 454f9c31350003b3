import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createMatcher } from '../../../shared/routing/matcher.ts';
import { type Pattern, parsePattern } from '../../../shared/routing/pattern.ts';
import { batches } from '../../reference/batches.ts';
import { addUp, type Comparison, compare } from '../../reference/compare.ts';
import { runs, withSeed } from '../../runs.ts';

/** A failure names its pair; to shrink hundreds of others around it would take minutes. */
const endOnFailure = true;

const SIZE = { patterns: 20, events: 10 };
const BATCHES = 40;
/** test/deep has a hundred times as many. */
const PAIRS = BATCHES * SIZE.patterns * SIZE.events;

describe('a matcher of generated patterns', () => {
  it(`answers as the reference does in ${PAIRS} pairs of a pattern and an event, and refuses what it refuses`, () => {
    const seen: Comparison[] = [];
    const property = fc.property(batches(SIZE), (batch) => {
      const comparison = compare(batch);
      seen.push(comparison);
      expect(comparison.differences).toEqual([]);
    });
    withSeed((seed) => {
      fc.assert(property, { numRuns: BATCHES, seed, endOnFailure });
      const { pairs, matched, refused } = addUp(seen);
      expect(pairs).toBe(PAIRS);
      // A comparison in which nothing happened would prove nothing.
      expect(matched).toBeGreaterThan(pairs * 0.02);
      expect(refused).toBeGreaterThan(pairs * 0.02);
    });
  });

  it('answers for 1,000 rules what they answer alone: each target once, in the order of the rules', () => {
    const property = fc.property(batches({ patterns: 1_000, events: 10 }), ({ patterns, events }) => {
      const rules = patterns.flatMap(({ text }, index) => {
        const pattern = parse(text);
        // Several rules share a target.
        return pattern === undefined
          ? []
          : [{ target: `target ${index % 300}`, pattern, matcher: createMatcher([[index, { pattern }]]) }];
      });
      const matcher = createMatcher(rules.map(({ target, pattern }) => [target, { pattern }] as const));
      for (const event of events) {
        const alone = rules.filter((rule) => rule.matcher.match(Object(event.value)).length > 0);
        const expected = [...new Set(alone.map(({ target }) => target))];
        expect(matcher.match(Object(event.value))).toEqual(expected);
        expect(matcher.matchBytes(Buffer.from(event.text))).toEqual(expected);
      }
    });
    fc.assert(property, { numRuns: runs(8), endOnFailure });
  });
});

function parse(text: string): Pattern | undefined {
  const parsed = parsePattern(text);
  return parsed.ok ? parsed.value : undefined;
}
