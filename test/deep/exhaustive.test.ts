import { describe, expect, it } from '@jest/globals';
import { bounds, inWords, joinBounds } from '../exhaustive/bounds.ts';
import { createClaimMachine } from '../exhaustive/claim-machine.ts';
import { explore, tell } from '../exhaustive/explore.ts';
import { createJoinMachine } from '../exhaustive/join-machine.ts';

const events = ['1', '2'];
const emitting = createClaimMachine({ events, emits: true });
const silent = createClaimMachine({ events, emits: false });
const one = createClaimMachine({ events: ['1'], emits: true });
const completed = createJoinMachine({ parts: ['opened', 'stocked'], within: '1m' });
const closed = createJoinMachine({ parts: ['opened', 'declined'], within: '3m' });
const raced = createJoinMachine({ parts: ['opened', 'stocked'], within: '1m', swept: false });
const contrary = createJoinMachine({ parts: ['opened', 'stocked', 'declined'], within: '3m', swept: false });
const overdue = createJoinMachine({ parts: ['opened'], within: '3m' });

describe('every state that claims and joins can be in, further than in each run of the tests', () => {
  it.each([
    ['claims of two events that emit', emitting, bounds({ starts: 4 })],
    ['claims of two events that emit, in trouble', emitting, bounds({ errors: 1, flights: 1 })],
    ['claims of two events, for long', silent, bounds({ starts: 4, ticks: 2 })],
    ['claims of one event, for long and in trouble', one, bounds({ errors: 2, flights: 1 })],
    ['a join whose parts come while its time runs out', completed, joinBounds({})],
    ['a join whose parts come when its time is up, at any time', raced, joinBounds({})],
    [
      'a join with what completes and what closes it, in trouble',
      contrary,
      joinBounds({ ticks: 0, errors: 1, flights: 1 }),
    ],
    ['a join whose parts come, in trouble', completed, joinBounds({ ticks: 0, errors: 2, flights: 1 })],
    ['a join that a part closes', closed, joinBounds({ ticks: 1, errors: 1 })],
    ['a join whose time is up', overdue, joinBounds({ ticks: 2 })],
    ['a join whose time is up, in trouble', overdue, joinBounds({ ticks: 2, starts: 2, errors: 1, flights: 1 })],
  ])(
    'is sound: %s',
    async (name, machine, bound) => {
      const explored = await explore(machine, bound);
      console.info(tell(`${name}, ${inWords(bound)}`, explored));
      expect(explored.finding).toBeUndefined();
      expect(explored.states).toBeGreaterThan(20_000);
    },
    300_000,
  );
});
