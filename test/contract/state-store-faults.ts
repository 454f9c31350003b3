import { expect, it } from '@jest/globals';
import type { StateStore } from '../../shared/routing/context.ts';
import type { Fault } from '../fault-proxy.ts';
import { describeIf } from '../skip.ts';
import { until } from '../until.ts';

const NOW = Date.UTC(2026, 0, 1);
const expiresAt = NOW + 3_600_000;
const unavailable = { name: 'PortError', kind: 'unavailable', port: 'state' };

/** Above patience.total, under any function's limit. */
const BOUND = 10_000;

type Bench = { readonly store: StateStore; readonly fault: (fault: Fault) => void };

/** What a store does while its service is down, slow or cut off. Skipped where there is no way to a service. */
export function describeFaults(name: string, hasWay: boolean, open: () => Promise<Bench>): void {
  const itFails = describeIf(hasWay, 'it has no connection that can fail');
  itFails(`${name}: its service`, () => {
    it('is down: everything is unavailable, and nothing was written', async () => {
      const bench = await warm(open);
      bench.fault('refuse');
      await expectNothingDone(bench);
    });

    it('is silent, before or after it does as told: everything is unavailable, and get tells what was done', async () => {
      const [hanging, mute] = [await warm(open), await warm(open)];
      hanging.fault('hang');
      mute.fault('hush');
      await Promise.all([expectNothingDone(hanging), expectDone(mute)]);
    });

    it('loses one answer: what a put says is what get finds', async () => {
      const { store, fault, version } = await warm(open);
      fault('cut');
      const made = await store.put('c', 'new', { value: 2, if: 'absent', expiresAt });
      expect(await store.get('c', 'new')).toEqual({ value: 2, version: made });
      fault('cut');
      const changed = await store.put('c', 'k', { value: 2, if: { version }, expiresAt });
      expect(await store.get('c', 'k')).toEqual({ value: 2, version: changed });
    });

    it('loses the answer to a delete: it is done, or nobody says that it was not', async () => {
      const { store, fault, version } = await warm(open);
      fault('cut');
      const said = await store.delete('c', 'k', version).catch((error: unknown) => error);
      if (said !== true) expect(said).toMatchObject(unavailable);
      expect(await store.get('c', 'k')).toBeUndefined();
    });
  });
}

type Warm = Awaited<ReturnType<typeof warm>>;

async function expectNothingDone({ store, fault, version }: Warm): Promise<void> {
  await expectUnavailable([
    store.get('c', 'k'),
    store.list('c', { limit: 1 }),
    store.put('c', 'new', { value: 2, if: 'absent', expiresAt }),
    store.put('c', 'k', { value: 2, if: { version }, expiresAt }),
    store.delete('c', 'k', version),
  ]);
  fault('pass');
  expect(await healed(store, 'k')).toEqual({ value: 1, version });
  expect(await store.get('c', 'new')).toBeUndefined();
}

async function expectDone({ store, fault, version, other }: Warm): Promise<void> {
  await expectUnavailable([
    store.put('c', 'new', { value: 2, if: 'absent', expiresAt }),
    store.put('c', 'k', { value: 2, if: { version }, expiresAt }),
    store.delete('c', 'other', other),
  ]);
  fault('pass');
  expect(await healed(store, 'new')).toMatchObject({ value: 2 });
  const found = await store.get('c', 'k');
  expect(found).toMatchObject({ value: 2 });
  expect(found?.version).not.toBe(version);
  expect(await store.get('c', 'other')).toBeUndefined();
}

async function expectUnavailable(calls: readonly Promise<unknown>[]): Promise<void> {
  const start = Date.now();
  await Promise.all(calls.map((call) => expect(call).rejects.toMatchObject(unavailable)));
  expect(Date.now() - start).toBeLessThan(BOUND);
}

/** A store that has its connections, and two records. */
async function warm(open: () => Promise<Bench>) {
  const bench = await open();
  const write = { value: 1, if: 'absent', expiresAt } as const;
  const [version, other] = await Promise.all(['k', 'other'].map((key) => bench.store.put('c', key, write)));
  await Promise.all(['1', '2', '3', '4', '5'].map((key) => bench.store.get('c', key)));
  return { ...bench, version: String(version), other: String(other) };
}

/** A client may hold back for a while after its service was down. */
function healed(store: StateStore, key: string) {
  return until('the service to be back', () => store.get('c', key).catch(() => undefined));
}
