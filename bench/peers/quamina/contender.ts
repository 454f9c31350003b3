import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Contender, Ready } from '../../contenders/contender.ts';
import { keepBuilt, runTool } from '../../contenders/keep-built.ts';

/** The Rust edition of quamina, from crates.io. Its second way of building turns the automata of wildcards into quicker, larger ones. */
export const quamina: Contender = {
  name: 'quamina',
  version: '0.7.0 (Rust)',
  prepare,
  lacks: [
    ...['prefix', 'suffix'].map((operator) => `${operator} equals-ignore-case`),
    ...['prefix', 'suffix', 'wildcard', 'equals-ignore-case'].map((operator) => `anything-but ${operator}`),
  ],
  modes: (operators) => (operators.has('wildcard') ? ['comfort', 'speed'] : ['comfort']),
  warmUp: 300,
};

const folder = import.meta.dirname;

async function prepare(): Promise<Ready> {
  const files = ['Cargo.toml', 'Cargo.lock', 'src/main.rs'];
  const built = await keepBuilt({ name: 'quamina', folder, files }, async (draft) => {
    const target = join(draft, 'target');
    const to = ['--path', folder, '--root', draft, '--target-dir', target];
    await runTool(folder, 'cargo', 'install', '--quiet', '--locked', ...to);
    await rm(target, { recursive: true });
  });
  return {
    command: ({ mode, rules, events, settings: { verify, warmUp, round, rounds, limit } }) => [
      ...[join(built, 'bin/waybill-bench-quamina'), mode, rules, events],
      ...[verify, warmUp, round, rounds, limit].map(String),
    ],
  };
}
