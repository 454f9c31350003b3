import { parseArgs } from 'node:util';
import { showCounts } from './counts.ts';
import { MUTANTS } from './mutants.ts';
import { simulate } from './simulate.ts';

/** Lives through one seed again: `node test/simulation/replay.ts --seed 123 [--log] [--mutant claims]`. Exit code 1 for a finding. */
const { values } = parseArgs({
  options: { seed: { type: 'string' }, log: { type: 'boolean' }, mutant: { type: 'string' } },
});
const mutant = MUTANTS.find((name) => name === values.mutant);
if (values.seed === undefined || !/^\d+$/.test(values.seed) || (values.mutant !== undefined && mutant === undefined)) {
  console.error(`usage: node test/simulation/replay.ts --seed NUMBER [--log] [--mutant ${MUTANTS.join('|')}]`);
  process.exit(2);
}
const log = values.log === true ? (line: string) => console.log(line) : undefined;
const { cloud, findings, counts } = await simulate(Number(values.seed), { mutant, log });
console.log(`seed ${values.seed} on ${cloud}\n${showCounts(counts)}`);
for (const finding of findings) console.log(`FINDING ${finding}`);
if (findings.length > 0) process.exitCode = 1;
