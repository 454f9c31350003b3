import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { judgeStatus, retryDelay } from '../../../local/emulators/event-grid/retry-schedule.ts';

describe('the jitter', () => {
  it('never shortens a step or a floor, and adds a tenth at most', () => {
    const attempts = fc.integer({ min: 1, max: 30 });
    const floor = fc.constantFrom(10_000, 30_000, 120_000, 300_000);
    fc.assert(
      fc.property(
        attempts,
        floor,
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (count, floorMs, random) => {
          const step = retryDelay(count, floorMs, () => 0);
          const delay = retryDelay(count, floorMs, () => random);
          expect(step).toBeGreaterThanOrEqual(floorMs);
          expect(delay).toBeGreaterThanOrEqual(step);
          expect(delay).toBeLessThanOrEqual(step * 1.1);
        },
      ),
    );
  });
});

describe('a status', () => {
  it('takes the event only from 200 to 204', () => {
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 599 }), (status) => {
        expect(judgeStatus(status).kind === 'delivered').toBe(status >= 200 && status <= 204);
      }),
    );
  });
});
