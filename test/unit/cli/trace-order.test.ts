import { describe, expect, it } from '@jest/globals';
import { createFacts, type Moment } from '../../../cli/trace/facts.ts';
import { toTrees } from '../../../cli/trace/to-tree.ts';

const at = '2026-11-26T16:00:00.000Z';
const tried = { kind: 'try', at, outcome: 'reject', attempt: 1, ms: 0 } as const;
const again = { ...tried, outcome: 'done' } as const;
const filed = { kind: 'letter', at, letter: 'l', code: 'c', reason: 'r', status: 'filed' } as const;
const redriven = { kind: 'redrive', at, letter: 'l', redrive: 1 } as const;
const claimed = { kind: 'claim', at, status: 'dead', attempts: 1, redrive: 0 } as const;
const reclaimed = { ...claimed, status: 'done', redrive: 1 } as const;

/** What the trace of an event makes of these moments. */
function order(...moments: readonly Moment[]): readonly Moment[] | undefined {
  const facts = createFacts();
  facts.story(facts.name({ id: 'e', source: '/s' }), 'route').moments.push(...moments);
  return toTrees(facts, 'e')[0]?.deliveries[0]?.moments;
}

describe('moments of one and the same millisecond', () => {
  it('are told as they come about: a letter is filed before the try that ends in it is over', () => {
    expect(order(tried, redriven, again, filed)).toEqual([filed, tried, redriven, again]);
  });

  it('are told so without a journal, too', () => {
    expect(order(filed, redriven, claimed, reclaimed)).toEqual([claimed, filed, redriven, reclaimed]);
    expect(order(filed, redriven, reclaimed, claimed)).toEqual([claimed, filed, redriven, reclaimed]);
  });
});

describe('moments of several milliseconds', () => {
  it('are told by their time, whatever they are', () => {
    const later = { ...filed, at: '2026-11-26T16:00:00.001Z' };
    expect(order(later, tried)).toEqual([tried, later]);
  });
});
