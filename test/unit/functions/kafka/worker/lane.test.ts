import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { append, giveBack, isFull, take } from '../../../../../functions/kafka/worker/lanes/lane.ts';
import { epochBefore, lowWaterMark } from '../../../../../functions/kafka/worker/lanes/low-water-mark.ts';
import { arrivals, laneAt, record } from './any-record.ts';

describe('a lane', () => {
  it('gives its records in order, some at a time, and none while some are with the handlers', () => {
    const lane = laneAt(0n);
    append(lane, arrivals([0n, 1n, 2n]));
    expect(take(lane, 2).map(({ offset }) => offset)).toEqual([0n, 1n]);
    expect(take(lane, 2)).toEqual([]);
    expect(giveBack(lane, [record(0n), record(1n)])).toBe(0);
    expect(take(lane, 2).map(({ offset }) => offset)).toEqual([2n]);
  });

  it('gives what came back unfinished again, before what is new', () => {
    const lane = laneAt(0n);
    append(lane, arrivals([0n, 1n, 2n, 3n]));
    take(lane, 3);
    expect(giveBack(lane, [record(1n)])).toBe(2);
    expect(take(lane, 9).map(({ offset }) => offset)).toEqual([0n, 2n, 3n]);
  });

  it('has its mark at its first unfinished record, whatever is finished above it', () => {
    const lane = laneAt(5n);
    append(lane, arrivals([5n, 6n, 7n]));
    take(lane, 3);
    giveBack(lane, [record(6n), record(7n)]);
    expect(lowWaterMark(lane)).toBe(5n);
  });

  it('has its mark beyond what holds no records for us, when nothing is unfinished', () => {
    const lane = laneAt(5n);
    append(lane, arrivals([], 9n));
    expect(lowWaterMark(lane)).toBe(9n);
  });

  it('is full at a thousand records or a mebibyte, and one record may be larger', () => {
    const [many, large] = [laneAt(0n), laneAt(0n)];
    append(many, arrivals(Array.from({ length: 999 }, (_, index) => BigInt(index))));
    expect(isFull(many)).toBe(false);
    append(many, arrivals([999n]));
    expect(isFull(many)).toBe(true);
    append(large, { records: [record(0n, 2_000_000)], next: 1n, epoch: 0 });
    expect(isFull(large)).toBe(true);
    take(large, 1);
    giveBack(large, [record(0n)]);
    expect([isFull(large), large.bytes]).toEqual([false, 0]);
  });

  it('knows which leader epoch wrote what is before its mark', () => {
    const lane = laneAt(0n);
    append(lane, arrivals([0n, 1n], 2n, 4));
    append(lane, arrivals([2n, 3n], 4n, 7));
    expect([0n, 1n, 2n, 3n, 9n].map((mark) => epochBefore(lane, mark))).toEqual([-1, 4, 4, 7, 7]);
  });
});

type Step =
  | { readonly kind: 'fetch'; readonly offsets: readonly number[]; readonly gap: number }
  | { readonly kind: 'take'; readonly most: number }
  /** Of what was taken, those that come back finished. */
  | { readonly kind: 'back'; readonly finished: readonly boolean[] }
  | { readonly kind: 'commit' }
  /** The partition goes away and comes back. */
  | { readonly kind: 'rebalance' };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('fetch' as const),
      offsets: fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 6 }),
      gap: fc.nat(3),
    }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('take' as const), most: fc.integer({ min: 1, max: 5 }) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('back' as const),
      finished: fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }),
    }),
  },
  { weight: 2, arbitrary: fc.constant({ kind: 'commit' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'rebalance' as const }) },
);

/** A partition with gaps, as far as it was ever fetched, and what became of its records. */
function createModel() {
  const [written, finished] = [new Set<bigint>(), new Set<bigint>()];
  let [lane, committed, end] = [laneAt(0n), 0n, 0n];
  const fetch = (offsets: readonly number[], gap: number) => {
    for (const distance of offsets) {
      end += BigInt(distance);
      written.add(end - 1n);
    }
    end += BigInt(gap);
    const from = lane.position;
    append(
      lane,
      arrivals(
        [...written].filter((offset) => offset >= from),
        end,
      ),
    );
  };
  const doStep = (next: Step) => {
    if (next.kind === 'fetch') fetch(next.offsets, next.gap);
    else if (next.kind === 'take') take(lane, next.most);
    else if (next.kind === 'commit') committed = lowWaterMark(lane);
    else if (next.kind === 'rebalance') lane = laneAt(committed);
    else {
      const done = lane.records.slice(0, lane.taken).filter((_, index) => next.finished[index % 6]);
      for (const { offset } of done) finished.add(offset);
      giveBack(lane, done);
    }
  };
  return { doStep, written, finished, lane: () => lane, committed: () => committed };
}

it('never has a mark or a commit past an unfinished record, and tracks what is not below it, in any order of things', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const { doStep, written, finished, lane, committed } = createModel();
      for (const next of steps) {
        doStep(next);
        const { records, position, bytes } = lane();
        const mark = lowWaterMark(lane());
        const tracked = new Set(records.map(({ offset }) => offset));
        for (const offset of written) {
          if (offset < mark || offset < committed()) expect(finished.has(offset)).toBe(true);
          else if (offset < position) expect(tracked.has(offset) || finished.has(offset)).toBe(true);
        }
        expect(records.map(({ offset }) => offset)).toEqual([...tracked].toSorted((a, b) => Number(a - b)));
        expect(bytes).toBe(records.length * 138);
      }
    }),
  );
});
