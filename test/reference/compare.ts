import { createMatcher } from '../../shared/routing/matcher.ts';
import { type Pattern, parsePattern } from '../../shared/routing/pattern.ts';
import type { Batch } from './batches.ts';
import { interpret } from './interpret.ts';
import { spell } from './spell.ts';

/** What a comparison has seen; `differences` says each in a sentence, the shortest first. */
export type Comparison = {
  readonly pairs: number;
  readonly matched: number;
  readonly refused: number;
  readonly differences: readonly string[];
};

/**
 * Holds one matcher of all the batch's patterns against the interpreter, for each of its events: as an object, as it is written, and as
 * the shortest JSON.
 */
export function compare({ patterns, events }: Pick<Batch, 'patterns' | 'events'>): Comparison {
  const parsed = patterns.map(({ text }) => parse(text));
  const matcher = createMatcher(parsed.flatMap((pattern, index) => (pattern ? [[index, { pattern }] as const] : [])));
  const counts = { pairs: 0, matched: 0, refused: 0 };
  const differences: string[] = [];
  for (const event of events) {
    const answers = {
      object: new Set(matcher.match(Object(event.value))),
      bytes: new Set(matcher.matchBytes(Buffer.from(event.text))),
      'shortest bytes': new Set(matcher.matchBytes(Buffer.from(spell(event.value, { seed: 0 })))),
    };
    for (const [index, pattern] of patterns.entries()) {
      const expected = interpret(pattern.value, event.value);
      counts.pairs += 1;
      if (expected === true) counts.matched += 1;
      if (expected === 'refused') counts.refused += 1;
      for (const [how, answer] of Object.entries(answers)) {
        const got = parsed[index] === undefined ? 'refused' : answer.has(index);
        if (got !== expected)
          differences.push(`${pattern.text} with ${event.text} (${how}): expected ${expected}, got ${got}`);
      }
    }
  }
  return { ...counts, differences: differences.sort((a, b) => a.length - b.length) };
}

export function addUp(comparisons: readonly Comparison[]): Comparison {
  const sum = (of: (comparison: Comparison) => number) => comparisons.reduce((total, one) => total + of(one), 0);
  return {
    pairs: sum(({ pairs }) => pairs),
    matched: sum(({ matched }) => matched),
    refused: sum(({ refused }) => refused),
    differences: comparisons.flatMap(({ differences }) => differences),
  };
}

function parse(text: string): Pattern | undefined {
  const parsed = parsePattern(text);
  return parsed.ok ? parsed.value : undefined;
}
