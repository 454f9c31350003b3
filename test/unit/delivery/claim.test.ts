import { describe, expect, it } from '@jest/globals';
import { advance, take } from '../../../shared/delivery/claim.ts';
import { claimKey } from '../../../shared/delivery/claim-key.ts';
import { createMemoryState } from '../../../shared/delivery/embedded/memory-state.ts';
import { createManualClock } from '../../manual-clock.ts';
import { orderPlaced, routeTo } from './world.ts';

const to = routeTo(async () => {}, { timeout: '10s', retry: { attempts: 2 } });

function createTakers() {
  const clock = createManualClock();
  const state = createMemoryState(clock.now);
  const ports = (owner: string) => ({ state, now: clock.now(), owner, keep: 14 * 86_400_000, alone: true });
  return { clock, ports, take: (owner: string) => take(ports(owner), to, orderPlaced()) };
}

describe('a claim', () => {
  it('is had by the first and waited for by the second, as long as the lease', async () => {
    const takers = createTakers();
    const first = await takers.take('a');
    takers.clock.advance(4_000);
    expect(first).toMatchObject({ kind: 'run', claim: { record: { owner: 'a', attempt: 1, status: 'claimed' } } });
    expect(await takers.take('b')).toMatchObject({ kind: 'wait', after: 11_000, attempt: 1 });
  });

  it('is taken over after the lease, which counts, and is then lost to its first holder', async () => {
    const takers = createTakers();
    const first = await takers.take('a');
    takers.clock.advance(15_000);
    const second = await takers.take('b');
    expect(second).toMatchObject({ kind: 'run', claim: { record: { owner: 'b', attempt: 2 } } });
    if (first.kind !== 'run' || second.kind !== 'run') throw new Error('both ran');
    expect(await advance(takers.ports('a'), first.claim, { status: 'done' })).toBeUndefined();
    expect(await advance(takers.ports('b'), second.claim, { status: 'done' })).toBeDefined();
    expect(await takers.take('c')).toEqual({ kind: 'final', status: 'done', attempt: 2 });
  });

  it('that nobody gave back is left as it is by who may not run alone', async () => {
    const takers = createTakers();
    await takers.take('a');
    takers.clock.advance(15_000);
    expect(await take({ ...takers.ports('b'), alone: false }, to, orderPlaced())).toEqual({ kind: 'alone' });
    expect(await takers.take('c')).toMatchObject({ kind: 'run', claim: { record: { owner: 'c', attempt: 2 } } });
  });

  it('that was given back is taken beside others', async () => {
    const takers = createTakers();
    const first = await takers.take('a');
    if (first.kind !== 'run') throw new Error('the first runs');
    await advance(takers.ports('a'), first.claim, { status: 'waiting' });
    const second = await take({ ...takers.ports('b'), alone: false }, to, orderPlaced());
    expect(second).toMatchObject({ kind: 'run', claim: { record: { attempt: 2 } } });
  });

  it('is spent when the last attempt never came back', async () => {
    const takers = createTakers();
    for (const owner of ['a', 'b']) {
      await takers.take(owner);
      takers.clock.advance(15_000);
    }
    expect(await takers.take('c')).toMatchObject({ kind: 'spent', code: 'attempts-exhausted' });
  });

  it('that is handled is published by whoever comes after its lease, and that counts no attempt', async () => {
    const takers = createTakers();
    const first = await takers.take('a');
    if (first.kind !== 'run') throw new Error('the first runs');
    await advance(takers.ports('a'), first.claim, { status: 'handled', outbox: [orderPlaced({ id: 'out' })] });
    expect(await takers.take('b')).toMatchObject({ kind: 'wait' });
    takers.clock.advance(15_000);
    expect(await takers.take('c')).toMatchObject({
      kind: 'publish',
      claim: { record: { owner: 'c', attempt: 1, outbox: [{ id: 'out' }] } },
    });
  });

  it('is kept for two weeks after its last change', async () => {
    const takers = createTakers();
    const first = await takers.take('a');
    if (first.kind !== 'run') throw new Error('the first runs');
    await advance(takers.ports('a'), first.claim, { status: 'done' });
    takers.clock.advance(14 * 86_400_000 - 1);
    expect(await takers.take('b')).toMatchObject({ kind: 'final' });
    takers.clock.advance(1);
    expect(await takers.take('c')).toMatchObject({ kind: 'run', claim: { record: { attempt: 1 } } });
  });
});

describe('claimKey', () => {
  it.each<[object, object]>([
    [
      { source: 'a', id: 'b|c' },
      { source: 'a|b', id: 'c' },
    ],
    [
      { source: 'a|b', id: 'c' },
      { source: 'a%7Cb', id: 'c' },
    ],
  ])('tells %j from %j', (one, other) => {
    expect(claimKey('r', orderPlaced({ ...one }))).not.toBe(claimKey('r', orderPlaced({ ...other })));
  });
});
