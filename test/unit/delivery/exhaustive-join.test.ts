import { describe, expect, it } from '@jest/globals';
import { inWords, joinBounds } from '../../exhaustive/bounds.ts';
import { holds } from '../../exhaustive/durable.ts';
import { explore, tell } from '../../exhaustive/explore.ts';
import { createJoinMachine } from '../../exhaustive/join-machine.ts';

const contrary = createJoinMachine({ parts: ['opened', 'stocked', 'declined'], within: '3m' });
const overdue = createJoinMachine({ parts: ['opened'], within: '1m' });

describe('every state that a join can be in, with three workers that crash at every step', () => {
  it.each([
    ['what completes it comes, and what closes it', contrary, joinBounds({ ticks: 0 })],
    ['one part comes, and its time is up', overdue, joinBounds({ starts: 2, errors: 1, flights: 1 })],
    ['one part comes, swept while its worker sleeps', overdue, joinBounds({})],
  ])(
    'has it fired or closed once, its run ended once, and a way to the end: %s',
    async (name, machine, bound) => {
      const explored = await explore(machine, bound);
      console.info(tell(`join, ${name}, ${inWords(bound)}`, explored));
      expect(explored.finding).toBeUndefined();
      expect(explored.states).toBeGreaterThan(1_000);
    },
    60_000,
  );

  it('has it fired twice where the conditions of writes are ignored', async () => {
    const { finding } = await explore(contrary, joinBounds({ ticks: 0 }), () => true);
    expect(finding?.what).toMatch(/the join was|both leases live|nothing brings/);
  });

  it('has it end twice where only joins are written without a condition', async () => {
    const lax: typeof holds = (condition, row) => isJoin(row?.value) || holds(condition, row);
    const { finding } = await explore(overdue, joinBounds({}), lax);
    expect(finding?.what).toMatch(/the join was/);
  });
});

function isJoin(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'seen' in value;
}
