import { describe, expect, it } from '@jest/globals';
import { done, reject, retry, skipped, superseded } from '../../../shared/routing/outcome.ts';

describe('an outcome', () => {
  it('is done, and may say as what', () => {
    expect([done(), skipped('why'), superseded('why')]).toEqual([
      { kind: 'done' },
      { kind: 'done', as: 'skipped', reason: 'why' },
      { kind: 'done', as: 'superseded', reason: 'why' },
    ]);
  });

  it('is a retry that counts unless told, and waits as long as told', () => {
    expect(retry()).toEqual({ kind: 'retry', reason: 'the handler asked for it', counted: true });
    expect(retry({ after: '30s', counted: false, reason: 'why' })).toEqual({
      kind: 'retry',
      reason: 'why',
      after: 30_000,
      counted: false,
    });
  });

  it('is no retry after a time that is none', () => {
    expect(() => retry({ after: 'soon' })).toThrow('Not a duration: expected a number and ms, s, m, h or d');
  });

  it('is a reject with a code and a reason', () => {
    expect(reject('no-stock', 'why')).toEqual({ kind: 'reject', code: 'no-stock', reason: 'why' });
  });
});
