import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { StateStore } from '../../shared/routing/context.ts';
import type { Fault } from '../fault-proxy.ts';
import { itIf } from '../skip.ts';
import { describeFaults } from './state-store-faults.ts';
import { commands, compareWithMap } from './state-store-model.ts';
import { describeWriters } from './state-store-writers.ts';

/** Where a store's records are: each `open` gives a store on the same records, as another process has it. */
export type StateHome = {
  readonly open: (now: () => number) => StateStore | Promise<StateStore>;
  /** Spoils the way to the store's service. */
  readonly fault?: (fault: Fault) => void;
  /** Makes the value of the one record that is there the beginning of itself. */
  readonly tear?: () => unknown;
};

/** What this kind of store can be tested for: `runs` of the comparison with a map, fewer where each step is a request. */
type Abilities = { readonly faults?: boolean; readonly tears?: boolean; readonly runs?: number };

const NOW = Date.UTC(2026, 0, 1);
const LATER = NOW + 3_600_000;

/** The contract of every StateStore. `createHome` gives a home of its own to each test, empty, and cleans up by itself. */
export function describeStateStore(
  name: string,
  createHome: () => StateHome | Promise<StateHome>,
  { faults = false, tears = false, runs = 60 }: Abilities = {},
): void {
  async function open() {
    const time = { now: NOW };
    const home = await createHome();
    const store = await home.open(() => time.now);
    const put = (key: string, value: unknown, condition: Parameters<StateStore['put']>[2]['if'] = 'absent') =>
      store.put('c', key, { value, if: condition, expiresAt: LATER });
    return { home, store, put, time, get: (key: string) => store.get('c', key) };
  }

  describe(`${name}: a record`, () => {
    it('is not there before it is put', async () => {
      const { store, get } = await open();
      expect(await get('k')).toBeUndefined();
      expect(await store.list('c', { limit: 10 })).toEqual([]);
    });

    it('is there once it is put, with the version that put gave', async () => {
      const { put, get } = await open();
      const version = await put('k', { n: 1 });
      expect(typeof version).toBe('string');
      expect(await get('k')).toEqual({ value: { n: 1 }, version });
    });

    it('is not put as absent when it is there', async () => {
      const { put, get } = await open();
      await put('k', 1);
      expect(await put('k', 2)).toBeUndefined();
      expect(await get('k')).toMatchObject({ value: 1 });
    });

    it('is put over the version that is there, and over no other', async () => {
      const { put, get } = await open();
      const first = (await put('k', 1)) ?? '';
      const second = await put('k', 2, { version: first });
      expect(second).toBeDefined();
      expect(second).not.toBe(first);
      expect(await put('k', 3, { version: first })).toBeUndefined();
      expect(await get('k')).toEqual({ value: 2, version: second });
    });

    it('has a new version when the same value is put again: a reader of the old one must not write over it', async () => {
      const { put, get } = await open();
      const first = (await put('k', { n: 1 })) ?? '';
      const second = await put('k', { n: 1 }, { version: first });
      expect(second).toBeDefined();
      expect(second).not.toBe(first);
      expect(await put('k', { n: 2 }, { version: first })).toBeUndefined();
      expect(await get('k')).toEqual({ value: { n: 1 }, version: second });
    });

    it.each(['', '0', '1', 'nonsense'])('is not made by a put over the version %j of nothing', async (version) => {
      const { put, get } = await open();
      expect(await put('k', 1, { version })).toBeUndefined();
      expect(await get('k')).toBeUndefined();
    });

    it('is deleted by its version, and by no other', async () => {
      const { store, put, get } = await open();
      const first = (await put('k', 1)) ?? '';
      const second = (await put('k', 2, { version: first })) ?? '';
      expect(await store.delete('c', 'k', first)).toBe(false);
      expect(await get('k')).toMatchObject({ value: 2 });
      expect(await store.delete('c', 'k', second)).toBe(true);
      expect(await get('k')).toBeUndefined();
      expect(await store.delete('c', 'k', second)).toBe(false);
    });

    it('that is made again has another version than before it was deleted', async () => {
      const { store, put } = await open();
      const first = (await put('k', 1)) ?? '';
      await store.delete('c', 'k', first);
      expect(await put('k', 2)).not.toBe(first);
      expect(await put('k', 3, { version: first })).toBeUndefined();
    });

    it('is one of its collection', async () => {
      const { store, put, get } = await open();
      await put('k', 1);
      expect(await store.get('d', 'k')).toBeUndefined();
      expect(await store.put('d', 'k', { value: 2, if: 'absent', expiresAt: LATER })).toBeDefined();
      expect(await get('k')).toMatchObject({ value: 1 });
      expect(await store.list('d', { limit: 10 })).toMatchObject([{ key: 'k', value: 2 }]);
    });
  });

  describe(`${name}: a value`, () => {
    it.each<[string, unknown]>([
      ['null', null],
      ['a text of any characters', 'ü 😀 \u0000 \u2028 "'],
      ['a number', -1.5e300],
      ['an array', [1, [2], []]],
      ['an object with the keys of an object’s own', JSON.parse('{"__proto__":{"a":1},"constructor":2}')],
      ['32 KiB', 'x'.repeat(32 * 1024 - 2)],
    ])('may be %s', async (_what, value) => {
      const { put, get } = await open();
      await put('k', value);
      expect(JSON.stringify((await get('k'))?.value)).toBe(JSON.stringify(value));
    });

    it.each<[string, string]>([
      ['ASCII', 'x'.repeat(32 * 1024 - 1)],
      ['other characters', 'ü'.repeat(16 * 1024)],
    ])('over 32 KiB of %s is refused, and nothing is written', async (_what, value) => {
      const { put, get } = await open();
      const version = (await put('k', 1)) ?? '';
      const refused = { name: 'PortError', kind: 'refused', port: 'state' };
      await expect(put('k', value, { version })).rejects.toMatchObject(refused);
      await expect(put('new', value)).rejects.toMatchObject(refused);
      expect(await get('k')).toEqual({ value: 1, version });
      expect(await get('new')).toBeUndefined();
    });

    itIf(tears, 'nothing can reach into it')('that is torn is undefined, and can be replaced', async () => {
      const { home, store, put, get } = await open();
      await put('k', { text: 'torn' });
      await home.tear?.();
      const torn = await get('k');
      expect(torn).toEqual({ value: undefined, version: expect.any(String) });
      expect(await store.list('c', { limit: 1 })).toEqual([{ key: 'k', ...torn }]);
      expect(await put('k', 2, { version: String(torn?.version) })).toBeDefined();
      expect(await get('k')).toMatchObject({ value: 2 });
    });

    it('is not changed by changing what was put or what was got', async () => {
      const { put, get } = await open();
      const value = { list: [1] };
      await put('k', value);
      value.list.push(2);
      const got = await get('k');
      Object.assign(Object(got?.value), { list: 'changed' });
      expect(await get('k')).toMatchObject({ value: { list: [1] } });
    });
  });

  describe(`${name}: a key`, () => {
    const KEYS = ['a/b', '../a', 'a|b', 'a%2Fb', 'a#?&=b', 'a b', 'A\\b', 'ü😀', '__proto__', 'a\'b"c', '.', '..'];

    it.each(KEYS)('may be %j', async (key) => {
      const { store, put, get } = await open();
      const version = await put(key, 1);
      expect(await get(key)).toEqual({ value: 1, version });
      expect(await store.list('c', { limit: 10 })).toEqual([{ key, value: 1, version }]);
    });

    it('is told from every other', async () => {
      const { put, get } = await open();
      for (const key of KEYS) await put(key, key);
      expect(await Promise.all(KEYS.map(get))).toMatchObject(KEYS.map((value) => ({ value })));
    });

    it('may be longer than a store takes, and is told from one that begins alike', async () => {
      const { store, put, get } = await open();
      const keys = ['1', '2'].map((end) => `claims|${'x'.repeat(2_000)}|${end}`);
      for (const key of keys) await put(key, key);
      expect(await Promise.all(keys.map(get))).toMatchObject(keys.map((value) => ({ value })));
      expect((await store.list('c', { limit: 10 })).map(({ key }) => key)).toEqual(keys);
    });
  });

  describe(`${name}: a record that is past its time`, () => {
    async function expired() {
      const bench = await open();
      const version = (await bench.put('k', 1)) ?? '';
      bench.time.now = LATER;
      return { ...bench, version };
    }

    it('is there until then', async () => {
      const { time, get, put } = await open();
      await put('k', 1);
      time.now = LATER - 1;
      expect(await get('k')).toBeDefined();
    });

    it('is not there', async () => {
      const { store, get, version } = await expired();
      expect(await get('k')).toBeUndefined();
      expect(await store.list('c', { limit: 10 })).toEqual([]);
      expect(await store.delete('c', 'k', version)).toBe(false);
    });

    it('is put as absent and not over its version, and its version does not come back', async () => {
      const { store, version } = await expired();
      const expiresAt = LATER + 1_000;
      expect(await store.put('c', 'k', { value: 2, if: { version }, expiresAt })).toBeUndefined();
      const again = await store.put('c', 'k', { value: 3, if: 'absent', expiresAt });
      expect(again).toBeDefined();
      expect(again).not.toBe(version);
      expect(await store.put('c', 'k', { value: 4, if: { version }, expiresAt })).toBeUndefined();
    });

    it.each([
      {
        now: LATER - 1,
        written: [undefined, expect.any(String), true],
        when: 'not before its last millisecond is over',
      },
      { now: LATER, written: [expect.any(String), undefined, false], when: 'from then on' },
    ])('is absent to every kind of write $when', async ({ now, written }) => {
      const { store, put, time } = await open();
      const [over = '', gone = ''] = [await put('absent', 1), await put('over', 1), await put('delete', 1)].slice(1);
      time.now = now;
      const write = { value: 2, expiresAt: LATER + 10 };
      const writes = [
        store.put('c', 'absent', { ...write, if: 'absent' }),
        store.put('c', 'over', { ...write, if: { version: over } }),
        store.delete('c', 'delete', gone),
      ];
      expect(await Promise.all<unknown>(writes)).toEqual(written);
    });

    it('makes room in a page for those that are not', async () => {
      const { store, put, time } = await open();
      const old = Array.from({ length: 30 }, (_, index) => `a${index}`);
      await Promise.all(old.map((key) => put(key, 1)));
      time.now = LATER;
      for (const key of ['a7', 'b']) await store.put('c', key, { value: 2, if: 'absent', expiresAt: LATER + 1 });
      expect((await store.list('c', { limit: 2 })).map(({ key }) => key)).toEqual(['a7', 'b']);
    });

    it('lives on when it is put with a later time', async () => {
      const { store, put, get, time } = await open();
      const version = (await put('k', 1)) ?? '';
      await store.put('c', 'k', { value: 2, if: { version }, expiresAt: LATER + 1 });
      time.now = LATER;
      expect(await get('k')).toMatchObject({ value: 2 });
    });
  });

  describe(`${name}: a list`, () => {
    it('is in the order of keys, page after page', async () => {
      const { store, put } = await open();
      for (const key of ['b', 'd', 'a', 'c', 'e']) await put(key, key.toUpperCase());
      const keys = async (after: string | undefined, limit: number) =>
        (await store.list('c', after === undefined ? { limit } : { after, limit })).map(({ key }) => key);
      expect(await keys(undefined, 2)).toEqual(['a', 'b']);
      expect(await keys('b', 2)).toEqual(['c', 'd']);
      expect(await keys('bb', 10)).toEqual(['c', 'd', 'e']);
      expect(await keys('e', 2)).toEqual([]);
    });

    it('has every record once over many pages, long keys among them', async () => {
      const { store, put } = await open();
      const long = 'x'.repeat(230);
      const numbers = Array.from({ length: 250 }, (_, index) => String((index * 97) % 250).padStart(3, '0'));
      const keys = numbers.map((number, index) => (index % 10 === 0 ? `${long}${number}` : number));
      for (let start = 0; start < keys.length; start += 50)
        await Promise.all(keys.slice(start, start + 50).map((key) => put(key, key)));
      const pages: string[][] = [];
      for (let after = ''; pages.at(-1)?.length !== 0; after = pages.at(-1)?.at(-1) ?? '')
        pages.push((await store.list('c', { after, limit: 100 })).map(({ key }) => key));
      expect(pages.map(({ length }) => length)).toEqual([100, 100, 50, 0]);
      expect(pages.flat()).toEqual(keys.toSorted());
    });

    it('goes through long keys that begin alike in their order, one at a time', async () => {
      const { store, put } = await open();
      const keys = ['a', ...['1', '2', '3', '4'].map((end) => `${'b'.repeat(400)}${end}`), 'c'];
      for (const key of keys) await put(key, 1);
      const found: string[] = [];
      for (let after: string | undefined = ''; after !== undefined; ) {
        const [first] = await store.list('c', { after, limit: 1 });
        after = first?.key;
        if (after !== undefined) found.push(after);
      }
      expect(found).toEqual(keys);
    });

    it('gives values and versions', async () => {
      const { store, put } = await open();
      const version = await put('k', { n: 1 });
      expect(await store.list('c', { limit: 1 })).toEqual([{ key: 'k', value: { n: 1 }, version }]);
    });
  });

  describe(`${name}: writers at once`, () => {
    it('make one record', async () => {
      const { put } = await open();
      const versions = await Promise.all(Array.from({ length: 20 }, (_, index) => put('k', index)));
      expect(versions.filter((version) => version !== undefined).length).toBe(1);
    });

    it('lose no update when each reads, writes over what it read, and tries again', async () => {
      const { put, get } = await open();
      await put('k', 0);
      const increment = async () => {
        for (;;) {
          const { value, version } = (await get('k')) ?? { value: 0, version: '' };
          if ((await put('k', Number(value) + 1, { version })) !== undefined) return;
        }
      };
      await Promise.all(Array.from({ length: 10 }, increment));
      expect(await get('k')).toMatchObject({ value: 10 });
    });
  });

  describeWriters(name, async (writers) => {
    const { home, time } = await open();
    const stores = Array.from({ length: writers }, () => home.open(() => time.now));
    return { stores: await Promise.all(stores), time };
  });

  describeFaults(name, faults, async () => {
    const { home, store } = await open();
    return { store, fault: (fault) => home.fault?.(fault) };
  });

  it(`${name} does what a plain map would, whatever comes in whatever order`, async () => {
    const property = fc.asyncProperty(commands, async (steps) => {
      const { store, time } = await open();
      await compareWithMap(store, time, steps);
    });
    await fc.assert(property, { numRuns: runs });
  });
}
