import { describe, expect, test } from '@jest/globals';
import { createMemoryState } from '../../../shared/delivery/embedded/memory-state.ts';
import { describeStateStore } from '../../contract/state-store.ts';

describeStateStore('state in memory', () => {
  let time = () => 0;
  const store = createMemoryState(() => time());
  return {
    open: (now) => {
      time = now;
      return store;
    },
  };
});

describe('state in memory with a bound on finished claims', () => {
  const until = { expiresAt: Number.MAX_SAFE_INTEGER };

  async function setUp() {
    const store = createMemoryState(() => 0, { finishedClaims: 3 });
    const open = (key: string) => store.put('claims', key, { value: { status: 'claimed' }, if: 'absent', ...until });
    const finish = async (key: string, status = 'done') => {
      const version = (await open(key)) ?? '';
      await store.put('claims', key, { value: { status }, if: { version }, ...until });
    };
    const keys = async (collection: string) => (await store.list(collection, { limit: 100 })).map(({ key }) => key);
    return { store, open, finish, keys };
  }

  test('keeps the latest that are done or dead', async () => {
    const { finish, keys } = await setUp();
    for (const key of ['a', 'b', 'c']) await finish(key);
    expect(await keys('claims')).toEqual(['a', 'b', 'c']);
    await finish('d', 'dead');
    await finish('e');
    expect(await keys('claims')).toEqual(['c', 'd', 'e']);
  });

  test('keeps every claim that is open, and every other record', async () => {
    const { store, open, finish, keys } = await setUp();
    for (const key of ['1', '2', '3', '4', '5']) await open(key);
    for (const key of ['a', 'b', 'c', 'd', 'e'])
      await store.put('joins', key, { value: { status: 'done' }, if: 'absent', ...until });
    for (const key of ['6', '7', '8', '9']) await finish(key);
    expect(await keys('claims')).toEqual(['1', '2', '3', '4', '5', '7', '8', '9']);
    expect(await keys('joins')).toEqual(['a', 'b', 'c', 'd', 'e']);
  });
});
