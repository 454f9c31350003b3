import { describe, expect, it } from '@jest/globals';
import { inTime } from '../../../shared/delivery/in-time.ts';
import { until } from '../../until.ts';

describe('work that must be done in time', () => {
  it('gives what it gives, and throws what it throws', async () => {
    expect(await inTime(10_000, async () => 'done')).toBe('done');
    await expect(inTime(10_000, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  });

  it('is not waited for once its time is over, and is told so', async () => {
    const told: string[] = [];
    const work = (signal: AbortSignal) =>
      new Promise<never>(() => signal.addEventListener('abort', () => told.push('over')));
    await expect(inTime(1, work)).rejects.toThrow('no answer within 1 ms');
    await until('the signal', () => told.length === 1);
  });
});
