import { expect } from '@jest/globals';
import fc from 'fast-check';
import type { StateStore } from '../../shared/routing/context.ts';

const KEYS = ['a', 'b'] as const;

/** `over` and `delete` name the version that is there, `stale` and `undelete` one that was there before. */
const change = fc.record({
  kind: fc.constantFrom('absent', 'over', 'stale', 'delete', 'undelete'),
  key: fc.constantFrom(...KEYS),
  ttl: fc.constantFrom(1, 1_000),
});
const wait = fc.record({ kind: fc.constant('wait' as const), ms: fc.constantFrom(1, 999) });

export const commands = fc.array(fc.oneof({ arbitrary: change, weight: 4 }, { arbitrary: wait, weight: 1 }), {
  maxLength: 25,
});

type Command = { readonly kind: string; readonly key: string; readonly ttl: number };
type Kept = { readonly value: number; readonly version: string; readonly expiresAt: number };
type Model = { readonly kept: Map<string, Kept>; readonly retired: Map<string, string> };

/** Does the same to a store and to a plain map, and expects the same of both after every step. */
export async function compareWithMap(
  store: StateStore,
  time: { now: number },
  steps: readonly (Command | { readonly kind: 'wait'; readonly ms: number })[],
): Promise<void> {
  const model: Model = { kept: new Map(), retired: new Map() };
  for (const [index, step] of steps.entries()) {
    if ('ms' in step) time.now += step.ms;
    else await (step.kind.endsWith('delete') ? remove : put)(store, model, { ...step, now: time.now, value: index });
    for (const key of KEYS) {
      const { version, value } = live(model, key, time.now) ?? {};
      expect(await store.get('c', key)).toEqual(version === undefined ? undefined : { version, value });
    }
  }
}

type Step = Command & { readonly now: number; readonly value: number };

async function put(store: StateStore, model: Model, { kind, key, ttl, now, value }: Step): Promise<void> {
  const there = live(model, key, now)?.version;
  const named = (kind === 'over' ? there : model.retired.get(key)) ?? 'none';
  const expiresAt = now + ttl;
  const condition = kind === 'absent' ? kind : { version: named };
  const version = await store.put('c', key, { value, if: condition, expiresAt });
  expect(version !== undefined).toBe(kind === 'absent' ? there === undefined : there === named);
  if (version === undefined) return;
  expect(version).not.toBe(model.kept.get(key)?.version);
  retire(model, key);
  model.kept.set(key, { value, version, expiresAt });
}

async function remove(store: StateStore, model: Model, { kind, key, now }: Step): Promise<void> {
  const there = live(model, key, now)?.version;
  const named = (kind === 'delete' ? there : model.retired.get(key)) ?? 'none';
  expect(await store.delete('c', key, named)).toBe(there === named);
  if (there !== named) return;
  retire(model, key);
  model.kept.delete(key);
}

function live({ kept }: Model, key: string, now: number): Kept | undefined {
  const record = kept.get(key);
  return record !== undefined && record.expiresAt > now ? record : undefined;
}

function retire({ kept, retired }: Model, key: string): void {
  const record = kept.get(key);
  if (record !== undefined) retired.set(key, record.version);
}
