import { EventEmitter } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import type { Consumer, GroupAssignment } from '@platformatic/kafka';
import { createBackOff } from '../../../../../functions/kafka/worker/back-off.ts';
import { createMembership } from '../../../../../functions/kafka/worker/group/membership.ts';
import { sayHolding } from '../../../../../functions/kafka/worker/group/say-holding.ts';
import { createTroubles } from '../../../../../functions/kafka/worker/watch/troubles.ts';
import type { LogLine } from '../../../../../shared/delivery/ports.ts';
import { createManualClock } from '../../../../manual-clock.ts';

const turn = () => new Promise<void>((done) => setImmediate(done));

/** The library's member as far as it is used, whose group a test plays. */
function createMember() {
  const tracked = new Set<string>();
  const fields = {
    memberId: null as string | null,
    generationId: 0,
    assignments: null as GroupAssignment[] | null,
    topics: {
      get current() {
        return [...tracked];
      },
      has: (topic: string) => tracked.has(topic),
      track: (topic: string) => tracked.add(topic),
      untrack: (topic: string) => tracked.delete(topic),
    },
    clearMetadata: () => {},
    joinGroup: async () => {},
    close: async () => {},
  };
  return Object.assign(new EventEmitter(), fields);
}

/** A membership that has joined as `one`, in generation 1, and holds partition 0. */
async function setUp() {
  const clock = createManualClock();
  const member = createMember();
  const holdings: [kept: boolean, partitions: number][] = [];
  const atRebalance: boolean[] = [];
  const joins: [partitions: number, wasTold: boolean][] = [];
  const membership = createMembership({
    open: async () => member as unknown as Consumer, // no more of it is called
    clock,
    backOff: createBackOff(() => 1),
    troubles: createTroubles(clock, () => {}),
    onRebalance: () => void atRebalance.push(membership.client() !== undefined),
    onJoin: (held, wasTold) => void joins.push([held.length, wasTold]),
    onHeard: () => {},
    onHolding: (held, kept) => void holdings.push([kept, held.length]),
  });
  const join = (memberId: string, generationId: number, assignments = [{ topic: 'orders', partitions: [0] }]) => {
    Object.assign(member, { memberId, generationId, assignments });
    member.emit('consumer:group:join');
  };
  membership.subscribe(['orders']);
  await turn();
  join('one', 1);
  return { membership, member, join, holdings, atRebalance, joins };
}

describe('what may be committed', () => {
  it('is what a member holds, also while it hears that partitions are to go elsewhere', async () => {
    const { membership, member, join, holdings, atRebalance } = await setUp();
    expect([membership.client() !== undefined, membership.isSettled()]).toEqual([true, true]);
    member.emit('consumer:group:rebalance');
    // The round in which it gives some up, and says so after it has joined.
    member.generationId = 2;
    member.emit('consumer:group:rebalance');
    expect([atRebalance, membership.isSettled()]).toEqual([[true, true], false]);
    join('one', 3);
    expect([membership.client() !== undefined, holdings.at(-1)]).toEqual([true, [true, 1]]);
  });

  it.each([
    ['as another member', 'two', 7],
    ['in a later generation', 'one', 2],
  ])(
    'is nothing once the library has joined again %s, until it says what it holds now',
    async (_, memberId, generation) => {
      const { membership, member, join } = await setUp();
      // Of a membership that was lost it tells nobody before.
      Object.assign(member, { memberId, generationId: generation, assignments: [] });
      expect(membership.client()).toBeUndefined();
      join(memberId, generation);
      expect(membership.client()).toBeDefined();
    },
  );

  it('is nothing of another member when partitions move amid its joining', async () => {
    const { member, atRebalance, holdings } = await setUp();
    Object.assign(member, { memberId: 'two', generationId: 7, assignments: [] });
    member.emit('consumer:group:rebalance');
    expect([atRebalance, holdings.at(-1)]).toEqual([[false], [false, 0]]);
  });
});

it('tells of each time that the group gives its partitions out, also where nothing announced it', async () => {
  const { member, join, joins } = await setUp();
  member.emit('consumer:group:rebalance');
  join('one', 2);
  // Alone in its group, after a session that was lost.
  join('two', 3, []);
  expect(joins).toEqual([
    [1, false],
    [1, true],
    [0, false],
  ]);
});

it('says how many partitions of which topic a member holds', () => {
  const lines: LogLine[] = [];
  const say = (held: readonly GroupAssignment[]) => sayHolding((line) => void lines.push(line), held);
  say([
    { topic: 'orders', partitions: [0, 2] },
    { topic: 'payments', partitions: [1] },
  ]);
  say([{ topic: 'orders', partitions: [] }]);
  expect(lines.map(({ message }) => message)).toEqual([
    'holds 2 partitions of orders',
    'holds 1 partition of payments',
    'holds no partitions',
  ]);
});
