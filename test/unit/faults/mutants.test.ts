import { expect, it } from '@jest/globals';
import { MUTANTS, type Mutant } from '../../faults/compose.ts';
import { smallRun } from '../../faults/small-run.ts';

const whats = async (mutant?: Mutant) =>
  new Set((await smallRun(mutant)).map(({ what }) => what.replace(/small-\S+/, 'X')));

it('finds nothing wrong where a worker is killed and another takes over', async () => {
  expect(await smallRun()).toEqual([]);
});

const FOUND: Readonly<Record<Mutant, string>> = {
  early: 'was lost',
  order: 'began before ledger|/faults|X was completed',
  claims: 'ran again behind its outbox',
  outbox: 'ran again behind its outbox',
};

it.each(MUTANTS)('finds what is wrong without: %s', async (mutant) => {
  expect(await whats(mutant)).toContain(FOUND[mutant]);
});
