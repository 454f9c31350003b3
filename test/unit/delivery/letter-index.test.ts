import { beforeAll, describe, expect, it } from '@jest/globals';
import { discard } from '../../../shared/delivery/discard.ts';
import { countByCode, findLetters, type LetterFilter, listLetters } from '../../../shared/delivery/letter-index.ts';
import { FOR_EVER, fileLetter, LETTERS } from '../../../shared/delivery/letters.ts';
import { createWorld, orderPlaced } from './world.ts';

const world = createWorld();
const HOUR = 3_600_000;

/** More than a page of letters, one each second, on two routes, for two reasons. */
beforeAll(async () => {
  for (let n = 0; n < 250; n++) {
    const event = orderPlaced({ id: String(n) });
    const [route, code] = [n % 2 === 0 ? 'charge' : 'ship', n < 50 ? 'schema' : 'attempts-exhausted'];
    const letter = {
      id: `a${String(n).padStart(4, '0')}`,
      route,
      code,
      reason: 'x',
      attempts: 1,
      raw: Buffer.from(''),
    };
    await fileLetter(world.ports, 'test', { ...letter, event });
    world.clock.advance(1_000);
  }
  await discard(world.ports, 'a0000');
  for (const [key, value] of [
    ['b1', { v: 1 }],
    ['b2', { v: 2, id: 'b2' }],
  ] as const)
    await world.ports.state.put(LETTERS, key, { value, if: 'absent', expiresAt: FOR_EVER });
});

async function idsOf(filter: LetterFilter) {
  const found = [];
  for await (const { entry } of listLetters(world.ports.state, filter, world.clock.now())) found.push(entry.id);
  return found;
}

describe('the list of letters', () => {
  it('has every one of all pages once, and none that cannot be read', async () => {
    const ids = await idsOf({});
    expect(new Set(ids).size).toBe(250);
    expect(ids).toHaveLength(250);
  });

  it.each([
    ['a route', { route: 'ship' }, 125],
    ['a reason', { code: 'schema' }, 50],
    ['both', { route: 'ship', code: 'schema' }, 25],
    ['a status', { status: 'discarded' }, 1],
    ['an age at least', { olderThan: 240_000 }, 11],
    ['an age at most', { newerThan: 10_000 }, 10],
    ['an age that none has', { olderThan: HOUR }, 0],
  ] as const)('can be narrowed to %s', async (_what, filter, count) => {
    expect(await idsOf(filter)).toHaveLength(count);
  });

  it('is counted by reason, the most frequent first, even where this clock is behind', async () => {
    const entries = [];
    for await (const { entry } of listLetters(world.ports.state, {}, 0)) entries.push(entry);
    expect(countByCode(entries)).toEqual([
      { code: 'attempts-exhausted', count: 200 },
      { code: 'schema', count: 50 },
    ]);
  });

  it('finds by a prefix, as many as asked for', async () => {
    const ids = async (prefix: string) =>
      (await findLetters(world.ports.state, prefix, 5)).map(({ entry }) => entry.id);
    expect(await ids('a0007')).toEqual(['a0007']);
    expect(await ids('a024')).toEqual(['a0240', 'a0241', 'a0242', 'a0243', 'a0244']);
    expect(await ids('c')).toEqual([]);
  });
});
