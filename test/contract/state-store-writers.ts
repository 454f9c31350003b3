import { describe, expect, it } from '@jest/globals';
import type { StateStore } from '../../shared/routing/context.ts';

const ROUNDS = 25;
const WRITERS = 8;

type Bench = { readonly stores: readonly StateStore[]; readonly time: { now: number } };

/** Eight writers, each with a store of its own on the same records. */
export function describeWriters(name: string, open: (writers: number) => Promise<Bench>): void {
  describe(`${name}: eight writers`, () => {
    it('have one winner in each round: over what is there, and over what is past its time', async () => {
      const { stores, time } = await open(WRITERS);
      let version: string | undefined;
      for (let round = 0; round < ROUNDS; round += 1) {
        const isOver = round % 3 === 1;
        const condition = isOver && version !== undefined ? { version } : 'absent';
        if (!isOver) time.now += 1_000;
        const write = { if: condition, expiresAt: time.now + 1_000 } as const;
        const puts = stores.map((store, writer) => store.put('c', 'k', { ...write, value: { round, writer } }));
        const versions = await Promise.all(puts);
        const winners = versions.flatMap((won, writer) => (won === undefined ? [] : [writer]));
        expect(winners).toHaveLength(1);
        version = versions[winners[0] ?? 0];
        expect(await stores[0]?.get('c', 'k')).toEqual({ value: { round, writer: winners[0] }, version });
      }
    });

    it('have one that deletes', async () => {
      const { stores, time } = await open(WRITERS);
      for (let round = 0; round < 5; round += 1) {
        const write = { value: round, if: 'absent', expiresAt: time.now + 1_000 } as const;
        const version = String(await stores[0]?.put('c', 'k', write));
        const deletes = await Promise.all(stores.map((store) => store.delete('c', 'k', version)));
        expect(deletes.filter(Boolean)).toHaveLength(1);
      }
    });
  });
}
