import { expect, it } from '@jest/globals';
import { createPool } from '../../../../functions/kafka/client/publish/pool.ts';

const turn = () => new Promise<void>((done) => setImmediate(done));
const { signal } = new AbortController();

/** A pool of at most two numbered things; `ends` lets go of one of them each, in the order in which they were lent. */
function setUp() {
  let made = 0;
  const pool = createPool(() => (made += 1), 2);
  const lent: string[] = [];
  const ends: (() => void)[] = [];
  const use = (who: string, given = signal) =>
    pool((thing) => {
      lent.push(`${thing} to ${who}`);
      return new Promise<void>((resolve) => ends.push(resolve));
    }, given);
  return { pool, lent, ends, use };
}

it('makes no more than it may, and serves who waits in turn', async () => {
  const { lent, ends, use } = setUp();
  const all = ['a', 'b', 'c', 'd'].map((who) => use(who));
  await turn();
  expect(lent).toEqual(['1 to a', '2 to b']);
  ends[1]?.();
  await turn();
  ends[0]?.();
  await turn();
  expect(lent.slice(2)).toEqual(['2 to c', '1 to d']);
  for (const end of ends) end();
  await Promise.all(all);
});

it('lends again what is free before it makes another', async () => {
  const { lent, ends, use } = setUp();
  for (const who of ['a', 'b']) {
    const used = use(who);
    await turn();
    ends.shift()?.();
    await used;
  }
  expect(lent).toEqual(['1 to a', '1 to b']);
});

it('passes over who was given up while waiting, and lends on what failed', async () => {
  const { pool, lent, ends, use } = setUp();
  const [first, failing] = [use('a'), pool(() => Promise.reject(new Error('no')), signal)];
  const given = new AbortController();
  await expect(failing).rejects.toThrow('no');
  const second = use('b');
  const [left, third] = [use('c', given.signal), use('d')];
  given.abort();
  await turn();
  ends[0]?.();
  await expect(left).rejects.toMatchObject({ name: 'AbortError' });
  await turn();
  expect(lent).toEqual(['1 to a', '2 to b', '1 to d']);
  for (const end of ends) end();
  await Promise.all([first, second, third]);
});

it('says why one cannot be made to each who asks, and lets none of them wait', async () => {
  const pool = createPool(() => {
    throw new Error('no such setting');
  }, 1);
  for (const _ of ['a', 'b']) await expect(pool(async () => {}, signal)).rejects.toThrow('no such setting');
});
