import { describe, expect, it } from '@jest/globals';
import { nearest } from '../../../shared/routing/match/nearest.ts';

const WORDS = ['prefix', 'suffix', 'exists', 'numeric', 'anything-but'];

describe('nearest', () => {
  it.each([
    ['prefix', 'prefix'],
    ['sufix', 'suffix'],
    ['numerical', 'numeric'],
    ['anythingbut', 'anything-but'],
  ])('takes %s for %s', (word, meant) => {
    expect(nearest(word, WORDS)).toBe(meant);
  });

  it.each(['', 'x', 'regex', 'wildcard', 'p'.repeat(100_000)])('takes no word for %.20j', (word) => {
    expect(nearest(word, WORDS)).toBeUndefined();
  });

  it('prefers the first of two that are as near', () => {
    expect(nearest('cat', ['car', 'bat'])).toBe('car');
  });
});
