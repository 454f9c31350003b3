import { describe, expect, it } from '@jest/globals';
import type { Route } from '../../../shared/routing/route.ts';
import { createWorld, orderPlaced, routeTo } from './world.ts';

async function emittedFrom(to: Route) {
  const world = createWorld();
  const { outcome } = await world.send(to, orderPlaced());
  return { outcome, events: world.published.flat() };
}

describe('what a handler emits is rejected', () => {
  it.each([1_001, 10_000])('when there are %p of them, and none is published', async (count) => {
    const to = routeTo(async (_event, { emit }) => {
      for (let n = 0; n < count; n++) emit('a', n);
    });
    const { outcome, events } = await emittedFrom(to);
    expect(outcome).toMatchObject({
      kind: 'reject',
      code: 'too-many-events',
      reason: expect.stringContaining(`${count}`),
    });
    expect(events).toEqual([]);
  });

  it('not yet when there are 1,000', async () => {
    const to = routeTo(async (_event, { emit }) => {
      for (let n = 0; n < 1_000; n++) emit('a', n);
    });
    const { outcome, events } = await emittedFrom(to);
    expect(outcome).toEqual({ kind: 'done' });
    expect(events.map(({ data }) => data)).toEqual(Array.from({ length: 1_000 }, (_, n) => n));
  });
});
