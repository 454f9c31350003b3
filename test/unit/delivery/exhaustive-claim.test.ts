import { describe, expect, it } from '@jest/globals';
import { bounds, inWords } from '../../exhaustive/bounds.ts';
import { createClaimMachine } from '../../exhaustive/claim-machine.ts';
import { explore, tell } from '../../exhaustive/explore.ts';

const emitting = createClaimMachine({ events: ['1', '2'], emits: true });
const one = createClaimMachine({ events: ['1'], emits: true });

describe('every state that claims can be in, with three workers that crash at every step', () => {
  it.each([
    ['two events that emit', emitting, bounds({})],
    ['one event, an error and a write that comes late', one, bounds({ errors: 1, flights: 1 })],
  ])(
    'has one completion, one living lease and a way to the end: %s',
    async (name, machine, bound) => {
      const explored = await explore(machine, bound);
      console.info(tell(`claims, ${name}, ${inWords(bound)}`, explored));
      expect(explored.finding).toBeUndefined();
      expect(explored.states).toBeGreaterThan(10_000);
    },
    60_000,
  );

  it('has two completions of one event where the conditions of writes are ignored', async () => {
    const { finding } = await explore(emitting, bounds({}), () => true);
    expect(finding?.what).toMatch(/both leases live|was done and became/);
    expect(finding?.path.length).toBeGreaterThan(2);
  });

  it('has a finished claim that is written again where only the lease protects it', async () => {
    // What is absent must be absent, but a claim once taken may be written by whoever had it.
    const lax = (condition: unknown, row: unknown) => condition !== 'absent' || row === undefined;
    const { finding } = await explore(emitting, bounds({}), lax);
    expect(finding?.what).toMatch(/both leases live|was done and became/);
  });
});
