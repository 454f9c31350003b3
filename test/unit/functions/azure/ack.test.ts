import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ack } from '../../../../functions/azure/ack.ts';
import type { Settled, Verdict } from '../../../../shared/delivery/item.ts';
import { anySettled } from '../any-settled.ts';

function settled(...verdicts: readonly Verdict[]): readonly Settled<null>[] {
  return verdicts.map((verdict) => ({ ref: null, lane: '', verdict }));
}

it('returns when all is done, and when there was nothing', () => {
  expect(ack(settled({ kind: 'done' }, { kind: 'done' }))).toBeUndefined();
  expect(ack([])).toBeUndefined();
});

it('throws for one event that is not done, whether it failed or only waits, and says how many there are', () => {
  const message = '1 of 2 events are not done yet: deliver again';
  expect(() => ack(settled({ kind: 'done' }, { kind: 'retry', waiting: false }))).toThrow(message);
  expect(() => ack(settled({ kind: 'retry', waiting: true }, { kind: 'done' }))).toThrow(message);
});

it('never returns while something is not done', () => {
  fc.assert(
    fc.property(
      anySettled(fc.constant(null)),
      (items) => returns(items) === items.every(({ verdict }) => verdict.kind === 'done'),
    ),
  );
});

function returns(items: readonly Settled<null>[]): boolean {
  try {
    ack(items);
    return true;
  } catch {
    return false;
  }
}
