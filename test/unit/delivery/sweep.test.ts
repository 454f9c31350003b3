import { describe, expect, it } from '@jest/globals';
import { dueKey, minuteOf, toDueEvent } from '../../../shared/delivery/due.ts';
import { PortError } from '../../../shared/delivery/port-error.ts';
import { toSweepEvent } from '../../../shared/delivery/sweep.ts';
import { createJoiner, part } from './joiner.ts';
import { inWords, type Settler } from './settler.ts';

const HOUR = 3_600_000;
const MINUTE = 60_000;

function createSweeper() {
  const joiner = createJoiner();
  const sweep = () => joiner.send(toSweepEvent(joiner.world.clock.now()));
  return { ...joiner, sweep };
}

async function entriesOf({ world }: Pick<Settler, 'world'>) {
  const entries = await world.ports.state.list('due', { limit: 1_000 });
  return entries.map(({ key }) => key);
}

/** Entries of joins that were due long ago. */
async function enter({ world }: Pick<Settler, 'world'>, keys: readonly string[]) {
  for (const key of keys) {
    const value = { v: 1, join: 'ship', key, due: 0 } as const;
    await world.ports.state.put('due', dueKey(value), { value, if: 'absent', expiresAt: Date.UTC(2027, 0, 1) });
  }
}

describe('a due entry', () => {
  it('stands under its minute, in the order of time', () => {
    const keys = [59_999, 60_000, 600_000, Date.UTC(2026, 0, 1), Date.UTC(2286, 10, 21)].map(minuteOf);
    expect(keys.toSorted()).toEqual(keys);
    expect(new Set(keys.map((key) => key.length))).toEqual(new Set([12]));
    expect(dueKey({ join: 'ship', key: 'A|1', due: 60_000 })).toBe('000000000001|ship|A|1');
  });

  it('is there from a join’s first event on, once', async () => {
    const { send, world } = createSweeper();
    for (const type of ['paid', 'opened', 'paid'] as const) await send(part(type));
    expect(await entriesOf({ world })).toEqual([`${minuteOf(world.clock.now() + HOUR)}|ship|A-1`]);
  });
});

describe('a sweep', () => {
  it('publishes what is due, once its whole minute is over, and then forgets it', async () => {
    const { send, sweep, runs, world } = createSweeper();
    await send(part('opened'));
    world.clock.advance(HOUR + MINUTE - 1);
    expect((await sweep()).verdict).toEqual({ kind: 'done' });
    expect(world.published).toEqual([]);
    world.clock.advance(1);
    for (let times = 0; times < 2; times++) expect(inWords(await sweep())).toEqual(['done']);
    expect(world.published).toEqual([[toDueEvent('ship', 'A-1')]]);
    expect(await entriesOf({ world })).toEqual([]);
    await send(world.published[0]?.[0]);
    expect(runs).toMatchObject([{ why: 'due' }]);
  });

  it('keeps every entry while the broker is down, and publishes it later', async () => {
    const { send, sweep, world } = createSweeper();
    await send(part('opened'));
    world.clock.advance(HOUR + MINUTE);
    world.broken.publish = new Error('connection refused');
    expect((await sweep()).verdict).toEqual({ kind: 'retry', waiting: true });
    expect(await entriesOf({ world })).toHaveLength(1);
    delete world.broken.publish;
    await sweep();
    expect(world.published).toMatchObject([[{ id: 'A-1' }]]);
    expect(await entriesOf({ world })).toEqual([]);
  });

  it('publishes the same event again when it could not forget', async () => {
    const { send, sweep, world } = createSweeper();
    await send(part('opened'));
    world.clock.advance(HOUR + MINUTE);
    const { delete: remove } = world.ports.state;
    Object.assign(world.ports.state, { delete: () => Promise.reject(new Error('gone')) });
    expect((await sweep()).verdict).toEqual({ kind: 'retry', waiting: true });
    Object.assign(world.ports.state, { delete: remove });
    await sweep();
    expect(world.published).toEqual([[toDueEvent('ship', 'A-1')], [toDueEvent('ship', 'A-1')]]);
  });

  it.each([99, 100, 101, 250])('sends out all of %p entries, and none twice', async (count) => {
    const { sweep, world } = createSweeper();
    const keys = Array.from({ length: count }, (_, n) => `A-${n}`);
    await enter({ world }, keys);
    await sweep();
    expect(
      world.published
        .flat()
        .map(({ id }) => id)
        .toSorted(),
    ).toEqual(keys.toSorted());
    expect(Math.max(...world.published.map((events) => events.length))).toBeLessThanOrEqual(100);
    expect(await entriesOf({ world })).toEqual([]);
  });

  it('leaves to the next sweep what there is no time for', async () => {
    const { send, sweep, world } = createSweeper();
    await enter(
      { world },
      Array.from({ length: 150 }, (_, n) => `A-${n}`),
    );
    const now = world.clock.now();
    expect(inWords(await send(toSweepEvent(now), { deadline: now + 4_999 }))).toEqual(['done']);
    expect(await entriesOf({ world })).toHaveLength(50);
    await sweep();
    expect(world.published.flat()).toHaveLength(150);
  });

  it('is not held up by an entry that cannot be read', async () => {
    const { sweep, world } = createSweeper();
    const expiresAt = Date.UTC(2027, 0, 1);
    for (const [n, value] of ['torn', null, { v: 1 }, { v: 1, join: 7, key: 'x' }].entries())
      await world.ports.state.put('due', `000000000000|${n}`, { value, if: 'absent', expiresAt });
    await enter({ world }, ['A-1']);
    expect(inWords(await sweep())).toEqual(['done']);
    expect(world.published).toMatchObject([[{ id: 'A-1' }]]);
    expect(await entriesOf({ world })).toEqual([]);
  });

  it('sends what an entry’s key says where its value is torn', async () => {
    const { sweep, world } = createSweeper();
    const expiresAt = Date.UTC(2027, 0, 1);
    await world.ports.state.put('due', '000000000000|ship|A|1', { value: 'torn', if: 'absent', expiresAt });
    expect(inWords(await sweep())).toEqual(['done']);
    expect(world.published).toMatchObject([[{ id: 'A|1', data: { join: 'ship', key: 'A|1' } }]]);
  });

  it('is not held up by an event that the broker never takes', async () => {
    const { sweep, world } = createSweeper();
    await enter({ world }, ['A-1', 'A-2', 'A-3']);
    const { publish } = world.ports;
    const refusing: typeof publish = async (events) => {
      if (events.some(({ id }) => id === 'A-2')) throw new PortError('refused', 'publisher', { message: 'too large' });
      return publish(events);
    };
    Object.assign(world.ports, { publish: refusing });
    expect(inWords(await sweep())).toEqual(['done']);
    expect(world.published.flat().map(({ id }) => id)).toEqual(['A-1', 'A-3']);
    expect(world.lines).toContainEqual(
      expect.objectContaining({ message: 'the broker never takes a due event', id: 'A-2' }),
    );
  });

  it('has an id for each minute and needs no route', () => {
    expect(toSweepEvent(119_999)).toEqual({
      ...{ specversion: '1.0', id: 'sweep-000000000001', source: '/waybill/scheduler', type: 'waybill.sweep' },
    });
  });
});
