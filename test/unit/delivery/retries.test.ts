import { describe, expect, it } from '@jest/globals';
import { PortError } from '../../../shared/delivery/port-error.ts';
import type { Outcome } from '../../../shared/routing/outcome.ts';
import { retry } from '../../../shared/routing/outcome.ts';
import { createWorld, orderPlaced, routeTo, type World } from './world.ts';

const failing = async () => {
  throw new Error('boom');
};

/** Sends the event again as soon as it may come, until its outcome is final. */
async function untilFinal(world: World, to: ReturnType<typeof routeTo>): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (let sent = 0; sent < 100; sent++) {
    const { outcome } = await world.send(to, orderPlaced());
    outcomes.push(outcome);
    if (outcome.kind !== 'retry') return outcomes;
    world.clock.advance(outcome.after ?? 0);
  }
  throw new Error('100 tries and no end');
}

describe('a handler that throws', () => {
  it('is retried after a back-off that doubles up to the longest, half of it for certain', async () => {
    const world = createWorld();
    const to = routeTo(failing, { retry: { attempts: 6, first: '1s', longest: '5s' } });
    const delays = (await untilFinal(world, to)).map((outcome) => outcome.kind === 'retry' && outcome.after);
    expect(delays).toEqual([500, 1_000, 2_000, 2_500, 2_500, false]);
  });

  it('is retried after the whole back-off at the other end of the jitter', async () => {
    const world = createWorld();
    Object.assign(world.ports, { random: () => 0.999_999 });
    const { outcome } = await world.send(routeTo(failing), orderPlaced());
    expect(outcome).toMatchObject({ after: expect.closeTo(1_000, 2) });
  });

  it('does not run before its back-off is over, and then says how long that is', async () => {
    const world = createWorld();
    let runs = 0;
    const to = routeTo(() => {
      runs++;
      return failing();
    });
    await world.send(to, orderPlaced());
    world.clock.advance(499);
    expect((await world.send(to, orderPlaced())).outcome).toMatchObject({ kind: 'retry', after: 1, counted: false });
    expect(runs).toBe(1);
    world.clock.advance(1);
    await world.send(to, orderPlaced());
    expect(runs).toBe(2);
  });

  it('is dead-lettered once when its attempts are spent', async () => {
    const world = createWorld();
    const attempts: string[] = [];
    const to = routeTo(async (_event, { attempt, isLastAttempt }) => {
      attempts.push(`${attempt}${isLastAttempt ? ', the last' : ''}`);
      return failing();
    });
    const outcomes = await untilFinal(world, to);
    expect(attempts).toEqual(['1', '2', '3', '4', '5, the last']);
    expect(outcomes.at(-1)).toEqual({
      kind: 'reject',
      code: 'attempts-exhausted',
      reason: 'the handler threw: boom',
    });
    const again = await world.send(to, orderPlaced());
    expect(again.outcome).toEqual({ kind: 'done', as: 'skipped', reason: 'it is already dead' });
    expect(world.letters).toMatchObject([{ route: 'test', code: 'attempts-exhausted', attempts: 5 }]);
    expect(attempts.length).toBe(5);
  });

  it.each<[string, unknown, string]>([
    ['an error', new Error('boom'), 'the handler threw: boom'],
    ['a text', 'boom', 'the handler threw: a thrown string'],
    ['null', null, 'the handler threw: a thrown object'],
    ['nothing', undefined, 'the handler threw: a thrown undefined'],
    ['an object', { kind: 'done' }, 'the handler threw: a thrown object'],
  ])('may throw %s', async (_what, thrown, reason) => {
    const world = createWorld();
    const asynchronous = routeTo(async () => {
      throw thrown;
    });
    const synchronous = routeTo(
      () => {
        throw thrown;
      },
      { name: 'other' },
    );
    for (const to of [asynchronous, synchronous])
      expect((await world.send(to, orderPlaced())).outcome).toMatchObject({ kind: 'retry', counted: true, reason });
  });
});

describe('a handler that asks for a retry', () => {
  it('is run again after the time that it asks for', async () => {
    const world = createWorld();
    const to = routeTo(async (_event, { attempt }) => (attempt === 1 ? retry({ after: '30s' }) : undefined));
    expect(await untilFinal(world, to)).toMatchObject([{ kind: 'retry', after: 30_000 }, { kind: 'done' }]);
  });

  it('is dead-lettered with its own reason when its attempts are spent', async () => {
    const world = createWorld();
    const to = routeTo(async () => retry({ reason: 'the bank is closed' }), { retry: { attempts: 2 } });
    const outcomes = await untilFinal(world, to);
    expect(outcomes.length).toBe(2);
    expect(world.letters).toMatchObject([{ code: 'attempts-exhausted', reason: 'the bank is closed' }]);
  });

  it('never spends an attempt that is not counted', async () => {
    const world = createWorld();
    const attempts: number[] = [];
    const to = routeTo(async (_event, { attempt }) => {
      attempts.push(attempt);
      return attempts.length < 50 ? retry({ counted: false }) : undefined;
    });
    const outcomes = await untilFinal(world, to);
    expect(outcomes.at(-1)).toEqual({ kind: 'done' });
    expect(new Set(attempts)).toEqual(new Set([1]));
  });
});

describe('a port that fails a handler', () => {
  it('spends no attempt when it is unavailable', async () => {
    const world = createWorld();
    const mail = { to: { name: 'n', address: 'a@b.example' }, subject: 's', text: 't', html: 'h', messageId: '<1>' };
    const to = routeTo((_event, ctx) => ctx.mail.send(mail), { retry: { attempts: 1 } });
    world.broken.mail = new PortError('unavailable', 'mail', { message: 'connection refused' });
    const { outcome } = await world.send(to, orderPlaced());
    expect(outcome).toMatchObject({ kind: 'retry', counted: false, reason: 'mail unavailable: connection refused' });
    delete world.broken.mail;
    world.clock.advance(1_000);
    expect((await world.send(to, orderPlaced())).outcome).toEqual({ kind: 'done' });
  });

  it('dead-letters what it refuses', async () => {
    const world = createWorld();
    const to = routeTo(async () => {
      throw new PortError('refused', 'blobs', { message: 'too large' });
    });
    expect((await world.send(to, orderPlaced())).outcome).toMatchObject({ kind: 'reject', code: 'refused' });
    expect(world.letters).toMatchObject([{ code: 'refused', reason: 'blobs refused: too large' }]);
  });
});

describe('an event that waits too long', () => {
  it.each([true, false])('is dead-lettered, whether its retries count (%p) or not', async (counted) => {
    const world = createWorld();
    const to = routeTo(async () => retry({ after: '40m', counted }), { maxAge: '1h' });
    const outcomes = await untilFinal(world, to);
    expect(outcomes.at(-1)).toMatchObject({ kind: 'reject', code: 'too-old' });
    expect(outcomes.length).toBe(3);
    expect(world.letters).toMatchObject([{ code: 'too-old', reason: 'it is older than 3600000 ms' }]);
  });

  it('is dead-lettered when it is too old, though its handler asked for a later time', async () => {
    const world = createWorld();
    const start = world.clock.now();
    const to = routeTo(async () => retry({ after: '14d' }), { maxAge: '1h' });
    await world.send(to, orderPlaced());
    const early = await world.send(to, orderPlaced());
    expect(early.outcome).toMatchObject({ kind: 'retry', after: 3_600_001 });
    world.clock.advance(3_600_001);
    expect((await world.send(to, orderPlaced())).outcome).toMatchObject({ code: 'too-old' });
    expect(world.clock.now() - start).toBe(3_600_001);
  });
});
