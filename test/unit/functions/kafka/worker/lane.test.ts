import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { KafkaRecord } from '../../../../../functions/kafka/decode.ts';
import { append, isFull, settle, take, takeBack } from '../../../../../functions/kafka/worker/lanes/lane.ts';
import { epochBefore, lowWaterMark } from '../../../../../functions/kafka/worker/lanes/low-water-mark.ts';
import { arrivals, giveBack, laneAt, record } from './any-record.ts';

const offsets = (records: readonly { readonly offset: bigint }[]) => records.map(({ offset }) => offset);

describe('a lane', () => {
  it('gives its records in order, some at a time, and goes on while some are with the handlers', () => {
    const lane = laneAt(0n);
    append(lane, arrivals([0n, 1n, 2n]));
    expect(offsets(take(lane, 2))).toEqual([0n, 1n]);
    expect(offsets(take(lane, 2))).toEqual([2n]);
    expect(take(lane, 2)).toEqual([]);
  });

  it('gives again what came back unfinished, all of it and in order, whatever order it came back in', () => {
    const lane = laneAt(0n);
    append(lane, arrivals([0n, 1n, 2n, 3n]));
    const [first, second] = [take(lane, 2), take(lane, 1)];
    giveBack(lane, second, []);
    giveBack(lane, first, [1n]);
    expect([offsets(takeBack(lane)), takeBack(lane), offsets(take(lane, 9))]).toEqual([[0n, 2n], [], [3n]]);
  });

  it('has its mark at its first unfinished record, whatever is finished above it', () => {
    const lane = laneAt(5n);
    append(lane, arrivals([5n, 6n, 7n]));
    giveBack(lane, take(lane, 3), [6n, 7n]);
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
    giveBack(large, take(large, 1), [0n]);
    expect([isFull(large), large.bytes]).toEqual([false, 0]);
  });

  it('is full, too, while a hundred thousand offsets lie between its mark and what it would fetch next', () => {
    const lane = laneAt(0n);
    append(lane, arrivals([0n, 1n]));
    append(lane, arrivals([99_998n], 99_999n));
    expect(isFull(lane)).toBe(false);
    append(lane, arrivals([99_999n]));
    expect(isFull(lane)).toBe(true);
    giveBack(lane, take(lane, 9), [0n]);
    expect(isFull(lane)).toBe(false);
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
  /** Of what was taken, some come back, and of these some finished. */
  | { readonly kind: 'back'; readonly finished: readonly (boolean | undefined)[] }
  /** What came back unfinished is taken again. */
  | { readonly kind: 'again' }
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
      finished: fc.array(fc.constantFrom(true, false, undefined), { minLength: 6, maxLength: 6 }),
    }),
  },
  { weight: 2, arbitrary: fc.constant({ kind: 'again' as const }) },
  { weight: 2, arbitrary: fc.constant({ kind: 'commit' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'rebalance' as const }) },
);

/** A partition with gaps, as far as it was ever fetched, and what became of its records. */
function createModel() {
  const [written, finished] = [new Set<bigint>(), new Set<bigint>()];
  let [lane, committed, end] = [laneAt(0n), 0n, 0n];
  let out: KafkaRecord[] = [];
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
    else if (next.kind === 'take') out.push(...take(lane, next.most));
    else if (next.kind === 'again') out.push(...takeBack(lane));
    else if (next.kind === 'commit') committed = lowWaterMark(lane);
    else if (next.kind === 'rebalance') [lane, out] = [laneAt(committed), []];
    else out = out.filter((one, index) => !comesBack(one, next.finished[index % 6]));
  };
  const comesBack = (one: KafkaRecord, isFinished: boolean | undefined) => {
    if (isFinished === true) finished.add(one.offset);
    if (isFinished !== undefined) settle(lane, one, isFinished);
    return isFinished !== undefined;
  };
  return { doStep, written, finished, lane: () => lane, out: () => out, committed: () => committed };
}

it('never has a mark or a commit past an unfinished record, and tracks what is not below it, in any order of things', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const { doStep, written, finished, lane, out, committed } = createModel();
      for (const next of steps) {
        doStep(next);
        const { records, position, bytes, fresh, back } = lane();
        const mark = lowWaterMark(lane());
        const tracked = [...records.keys()];
        for (const offset of written) {
          if (offset < mark || offset < committed()) expect(finished.has(offset)).toBe(true);
          else if (offset < position) expect(records.has(offset) || finished.has(offset)).toBe(true);
        }
        const ascending = (all: readonly bigint[]) => all.toSorted((a, b) => Number(a - b));
        expect(tracked).toEqual(ascending(tracked));
        expect(ascending(offsets([...fresh, ...back, ...out()]))).toEqual(tracked);
        expect(bytes).toBe(records.size * 138);
      }
    }),
  );
});
