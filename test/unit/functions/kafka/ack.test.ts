import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ack } from '../../../../functions/kafka/ack.ts';
import type { Ref } from '../../../../functions/kafka/decode.ts';
import type { Settled, Verdict } from '../../../../shared/delivery/item.ts';
import { anySettled } from '../any-settled.ts';

const REFS: readonly Ref[] = [0, 1, 2].map((n) => ({ topic: 'orders', partition: 0, offset: BigInt(n) }));
const [FIRST = none(), SECOND = none()] = REFS;

const DONE: Verdict = { kind: 'done' };
const AGAIN: Verdict = { kind: 'retry', waiting: false };

function settled(...all: readonly (readonly [Ref, Verdict])[]): readonly Settled<Ref>[] {
  return all.map(([ref, verdict]) => ({ ref, lane: '', verdict }));
}

it('names each record that is done, once, and none that is not', () => {
  expect(ack(settled([FIRST, DONE], [SECOND, AGAIN]))).toEqual([FIRST]);
  expect(ack(settled([FIRST, DONE], [FIRST, DONE]))).toEqual([FIRST]);
  expect(ack([])).toEqual([]);
});

it('does not name a record one of whose events is open, wherever in the batch that is', () => {
  for (const verdicts of [
    [AGAIN, DONE],
    [DONE, AGAIN],
  ])
    expect(ack(settled(...verdicts.map((verdict) => [FIRST, verdict] as const)))).toEqual([]);
});

it('names just those of which everything is done', () => {
  fc.assert(
    fc.property(anySettled(fc.constantFrom(...REFS)), (items) => {
      const isDone = (ref: Ref) =>
        items.filter((item) => item.ref === ref).every(({ verdict }) => verdict.kind === 'done');
      const wanted = REFS.filter((ref) => items.some((item) => item.ref === ref) && isDone(ref));
      const named = new Set(ack(items));
      return named.size === wanted.length && wanted.every((ref) => named.has(ref));
    }),
  );
});

function none(): never {
  throw new Error('There are three');
}
