import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createGroups } from '../../../../functions/kafka/state/groups.ts';

const turn = () => new Promise((resolve) => setImmediate(resolve));

/** A service that answers each item with its double when it is told to, and never takes those that are negative. */
function createService() {
  const groups: (readonly number[])[] = [];
  const open: (() => void)[] = [];
  const send = async (items: readonly number[]) => {
    groups.push(items);
    await new Promise<void>((resolve) => void open.push(resolve));
    if (items.some((item) => item < 0)) throw new RangeError('negative');
    if (items.includes(0)) throw new Error('down');
    return items.map((item) => 2 * item);
  };
  const ask = createGroups({ send, isOfOne: (error) => error instanceof RangeError });
  /** Answers all that is under way, and all that follows from it. */
  const answer = async () => {
    for (await turn(); open.length > 0; await turn()) for (const go of open.splice(0)) go();
  };
  return { groups, ask, answer };
}

describe('what is sent in groups', () => {
  it('goes out together when it comes in one turn, and each gets its own answer', async () => {
    const { groups, ask, answer } = createService();
    const all = Promise.all([3, 1, 2].map(ask));
    await answer();
    expect([await all, groups]).toEqual([[6, 2, 4], [[3, 1, 2]]]);
  });

  it('waits while four groups are under way, and then is one', async () => {
    const { groups, ask, answer } = createService();
    const all = [];
    for (const item of [1, 2, 3, 4, 5, 6, 7]) {
      all.push(ask(item));
      await turn();
    }
    expect(groups).toEqual([[1], [2], [3], [4]]);
    await answer();
    expect([await Promise.all(all), groups.at(-1)]).toEqual([
      [2, 4, 6, 8, 10, 12, 14],
      [5, 6, 7],
    ]);
  });

  it('fails alone where the failure is its own, and with all others where it is not', async () => {
    const { ask, answer } = createService();
    const alone = Promise.allSettled([1, -1, 2].map(ask));
    await answer();
    expect((await alone).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    const down = Promise.allSettled([1, 0, 2].map(ask));
    await answer();
    expect((await down).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  });

  it('is answered once each, however it comes', async () => {
    const turns = fc.array(fc.array(fc.integer({ min: -3, max: 300 }).filter((item) => item !== 0)), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(turns, async (items) => {
        const { ask, answer } = createService();
        const asked: Promise<PromiseSettledResult<number>[]>[] = [];
        for (const together of items) {
          asked.push(Promise.allSettled(together.map(ask)));
          await turn();
        }
        await answer();
        const answers = (await Promise.all(asked)).flat().map((one) => (one.status === 'fulfilled' ? one.value : 'no'));
        expect(answers).toEqual(items.flat().map((item) => (item < 0 ? 'no' : 2 * item)));
      }),
    );
  });
});
