import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { advance, type Claim, take } from '../../../shared/delivery/claim.ts';
import { createMemoryState } from '../../../shared/delivery/embedded/memory-state.ts';
import type { StateStore } from '../../../shared/routing/context.ts';
import { orderPlaced, routeTo } from './world.ts';

const to = routeTo(async () => {}, { timeout: '10s', retry: { attempts: 1_000 } });

/** A store whose every call starts and ends when the scheduler lets it. */
function scheduled(scheduler: fc.Scheduler, state: StateStore): StateStore {
  const turn = async <T>(work: () => Promise<T>): Promise<T> => {
    await scheduler.schedule(Promise.resolve());
    return scheduler.schedule(work());
  };
  return {
    get: (...args) => turn(() => state.get(...args)),
    put: (...args) => turn(() => state.put(...args)),
    delete: (...args) => turn(() => state.delete(...args)),
    list: (...args) => turn(() => state.list(...args)),
  };
}

describe('however the steps of takers mix', () => {
  it('one runs and the others wait or find it done', async () => {
    const property = fc.asyncProperty(fc.scheduler(), fc.integer({ min: 2, max: 6 }), async (scheduler, takers) => {
      const state = scheduled(
        scheduler,
        createMemoryState(() => 0),
      );
      let running = 0;
      let runs = 0;
      const taker = async (owner: string) => {
        const ports = { state, now: 0, owner, keep: 1_000_000, alone: true };
        const taken = await take(ports, to, orderPlaced());
        if (taken.kind !== 'run') return taken.kind;
        runs++;
        expect(++running).toBe(1);
        await scheduler.schedule(Promise.resolve());
        running--;
        expect(await advance(ports, taken.claim, { status: 'done' })).toBeDefined();
        return 'ran';
      };
      const all = Promise.all(Array.from({ length: takers }, (_, index) => taker(`${index}`)));
      const kinds = await scheduler.waitFor(all);
      expect(runs).toBe(1);
      expect(kinds.every((kind) => ['ran', 'wait', 'final'].includes(kind))).toBe(true);
    });
    await fc.assert(property, { numRuns: 200 });
  });

  it('one at a time holds a lease, and who has lost it changes nothing', async () => {
    type Step = { readonly wait: number; readonly act: 'take' | 'done' | 'retry' | 'crash'; readonly who: number };
    const step = fc.record<Step>({
      wait: fc.constantFrom(0, 1, 5_000, 14_999, 15_000),
      act: fc.constantFrom('take', 'take', 'take', 'retry', 'crash', 'done'),
      who: fc.nat({ max: 3 }),
    });
    const property = fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      let now = 0;
      const state = createMemoryState(() => now);
      const holders: Claim[] = [];
      let attempts = 0;
      let completions = 0;
      for (const { wait, act, who } of steps) {
        now += wait;
        const ports = { state, now, owner: `${now}-${who}`, keep: 1_000_000_000, alone: true };
        if (act === 'take') {
          const live = holders.filter(({ record }) => record.leaseUntil > now);
          const taken = await take(ports, to, orderPlaced());
          if (taken.kind !== 'run') continue;
          expect(live).toEqual([]);
          expect(completions).toBe(0);
          expect(taken.claim.record.attempt).toBe(++attempts);
          holders.push(taken.claim);
          continue;
        }
        const [claim] = holders.splice(who % Math.max(1, holders.length), 1);
        if (claim === undefined || act === 'crash') continue;
        const isNewest = claim.record.attempt === attempts;
        const change = act === 'done' ? { status: 'done' as const } : { status: 'waiting' as const, notBefore: now };
        const moved = await advance(ports, claim, change);
        expect(moved !== undefined).toBe(isNewest);
        if (moved !== undefined && act === 'done') completions++;
      }
      expect(completions).toBeLessThanOrEqual(1);
    });
    await fc.assert(property, { numRuns: 300 });
  });
});
