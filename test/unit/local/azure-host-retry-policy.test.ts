import { describe, expect, it } from '@jest/globals';
import { nextRetryDelay } from '../../../local/hosts/azure/retry-policy.ts';

const middle = () => 0.5;

describe('a retry policy', () => {
  it('that is absent retries nothing', () => {
    expect(nextRetryDelay(undefined, 1, middle)).toBeUndefined();
  });

  it('of a fixed delay waits the same each time, as often as it says', () => {
    const options = { retryStrategy: 'fixedDelay', maxRetryCount: 2, delayInterval: { seconds: 5 } } as const;
    expect([1, 2, 3].map((retry) => nextRetryDelay(options, retry, middle))).toEqual([5000, 5000, undefined]);
  });

  it('with -1 goes on for ever', () => {
    const options = { retryStrategy: 'fixedDelay', maxRetryCount: -1, delayInterval: { seconds: 5 } } as const;
    expect(nextRetryDelay(options, 1_000_000, middle)).toBe(5000);
  });

  it('that backs off doubles up to its maximum, a fifth more or less', () => {
    const intervals = { minimumInterval: { seconds: 2 }, maximumInterval: { seconds: 20 } };
    const options = { retryStrategy: 'exponentialBackoff', maxRetryCount: -1, ...intervals } as const;
    const delays = (random: number) => [1, 2, 3, 4, 2000].map((retry) => nextRetryDelay(options, retry, () => random));
    expect(delays(0.5)).toEqual([4000, 8000, 16_000, 20_000, 20_000]);
    expect(delays(0)).toEqual([3600, 6800, 13_200, 20_000, 20_000]);
  });
});
