import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { lowWaterMark } from '../../../../../functions/kafka/worker/lanes/low-water-mark.ts';
import type { Sent } from './event-logs.ts';
import { createLanesWorld } from './lanes-world.ts';

const many = (count: number, of: (index: number) => Sent = (index) => ({ subject: `${index}` })) =>
  Array.from({ length: count }, (_, index) => of(index));

it('goes on with the other subjects of a partition while one event waits for its back-off', async () => {
  const { send, settle, elapse, over, laneOf, world, isOver } = createLanesWorld(1, 2);
  send(0, [{ subject: 'bad', fails: 2 }, ...many(3_000), { subject: 'bad' }, ...many(500)]);
  await settle();
  expect([over.size, lowWaterMark(laneOf(0)), world.letters.length]).toEqual([3_500, 0n, 0]);
  await elapse(1_000);
  await elapse(2_000);
  expect(isOver()).toBe(true);
});

it('stops at a thousand events that wait, and goes on with the first that does not', async () => {
  const { send, settle, over, laneOf, elapse } = createLanesWorld(1, 2);
  send(0, [...many(1_000, (index) => ({ subject: `bad ${index}`, fails: 1 })), ...many(200)]);
  await settle();
  expect([over.size, laneOf(0).records.size]).toEqual([0, 1_000]);
  await elapse(1_000);
  expect(over.size).toBe(1_200);
});

it('leaves the other partitions their share of the handlers while those of one hang', async () => {
  const { send, settle, over, running, wrong } = createLanesWorld(4, 8);
  send(
    0,
    many(50, (index) => ({ subject: `${index}`, takes: 60_000 })),
  );
  for (const partition of [1, 2, 3]) send(partition, many(300));
  await settle();
  expect([running.size, over.size, wrong]).toEqual([2, 900, []]);
});

it('keeps a subject behind an event whose letter cannot be filed, and goes on with the others', async () => {
  const { send, settle, elapse, over, world, wrong, isOver } = createLanesWorld(1, 4);
  world.broken.bodies = new Error('disk full');
  send(0, [{ subject: 'a', isUnknown: true }, { subject: 'a' }, { subject: 'b', fails: 4 }]);
  send(0, [{ subject: 'a' }, { subject: 'b' }], true);
  await settle();
  send(0, [{ subject: 'a' }, ...many(20)]);
  await settle();
  expect([over.size, wrong]).toEqual([20, []]);
  delete world.broken.bodies;
  for (let seconds = 0; seconds < 60; seconds++) await elapse(1_000);
  expect([isOver(), wrong]).toEqual([true, []]);
});

it('gives back at the end what waits or has not begun, at once, and lets what runs end', async () => {
  const { send, settle, running, over, drain, elapse, laneOf } = createLanesWorld(1, 2);
  send(0, [
    { subject: 'bad', fails: 9 },
    { subject: 'slow', takes: 2_000 },
    { subject: 'slower', takes: 4_000 },
    { subject: 'back', fails: 9 },
  ]);
  send(0, many(3));
  await settle();
  expect([running.size, over.size]).toEqual([2, 0]);
  let isDrained = false;
  const drained = drain().then(() => {
    isDrained = true;
  });
  await settle();
  expect([isDrained, running.size]).toEqual([false, 2]);
  await elapse(2_000);
  await elapse(2_000);
  await drained;
  expect([over.size, laneOf(0).records.size]).toEqual([2, 5]);
});

it('has nothing to wait for at the end where all that it has waits', async () => {
  const { send, settle, drain, laneOf } = createLanesWorld(2, 2);
  for (const partition of [0, 1])
    send(
      partition,
      many(50, (index) => ({ subject: `${index}`, fails: 1 })),
    );
  await settle();
  await drain();
  expect([laneOf(0).records.size, laneOf(1).records.size]).toEqual([50, 50]);
});

type Step =
  | { readonly kind: 'send'; readonly partition: number; readonly sent: readonly Sent[]; readonly inOne: boolean }
  | { readonly kind: 'elapse'; readonly ms: number }
  | { readonly kind: 'commit' | 'rebalance'; readonly partition: number }
  | { readonly kind: 'break' | 'mend' };

const PARTITIONS = 3;
const partition = fc.nat(PARTITIONS - 1);
const event: fc.Arbitrary<Sent> = fc.record({
  subject: fc.constantFrom(undefined, 'a', 'b', 'c', 'd', 'e'),
  fails: fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, { weight: 2, arbitrary: fc.integer({ min: 1, max: 6 }) }),
  takes: fc.oneof(
    { weight: 20, arbitrary: fc.constant(0) },
    { weight: 3, arbitrary: fc.constantFrom(300, 5_000, 60_000) },
  ),
  isUnknown: fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
});
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('send' as const),
      partition,
      sent: fc.array(event, { minLength: 1, maxLength: 12 }),
      inOne: fc.oneof({ weight: 5, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
    }),
  },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('elapse' as const), ms: fc.integer({ min: 1, max: 4_000 }) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('commit' as const), partition }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('rebalance' as const), partition }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom('break' as const, 'mend' as const) }) },
);

it('keeps order, loses nothing, marks nothing that is not over and never runs too much at once, whatever comes', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), fc.integer({ min: 1, max: 12 }), async (steps, concurrency) => {
      const { world, send, settle, elapse, commit, rebalance, wrong, isOver } = createLanesWorld(
        PARTITIONS,
        concurrency,
      );
      for (const next of steps) {
        if (next.kind === 'send') send(next.partition, next.sent, next.inOne);
        else if (next.kind === 'commit') commit(next.partition);
        else if (next.kind === 'rebalance') rebalance(next.partition);
        else if (next.kind === 'break') world.broken.bodies = new Error('disk full');
        else if (next.kind === 'mend') delete world.broken.bodies;
        await (next.kind === 'elapse' ? elapse(next.ms) : settle());
        expect(wrong).toEqual([]);
      }
      delete world.broken.bodies;
      for (let seconds = 0; seconds < 20_000 && !isOver(); seconds += 5) await elapse(5_000);
      expect([isOver(), wrong]).toEqual([true, []]);
    }),
    { numRuns: 60 },
  );
}, 120_000);
