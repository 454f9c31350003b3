import { type Counts, createCounts } from './counts.ts';
import type { Mutant } from './mutants.ts';
import { simulate } from './simulate.ts';

export type Found = { readonly seed: number; readonly cloud: string; readonly findings: readonly string[] };

export type Outcome = { readonly found: readonly Found[]; readonly counts: Counts };

export type Seeds = {
  readonly from: number;
  readonly to: number;
  readonly mutant?: Mutant;
  readonly stopAfter?: number;
};

/** Lives through the seeds from `from` to below `to`, or until so many of them have findings. */
export async function runSeeds({ from, to, mutant, stopAfter = 10 }: Seeds): Promise<Outcome> {
  const found: Found[] = [];
  const counts = createCounts();
  for (let seed = from; seed < to && found.length < stopAfter; seed++) {
    const report = await simulate(seed, { mutant });
    for (const [name, times] of report.counts.entries()) counts.add(name, times);
    counts.add(`seeds: ${report.cloud}`);
    if (report.findings.length > 0) found.push(report);
  }
  return { found, counts };
}

/** What was found, and how to see each of it again. */
export function showFound(found: readonly Found[], mutant?: Mutant): string {
  const options = mutant === undefined ? '' : ` --mutant ${mutant}`;
  const blocks = found.map(({ seed, cloud, findings }) => {
    const command = `node test/simulation/replay.ts --seed ${seed}${options} --log`;
    return [`seed ${seed} on ${cloud}: ${command}`, ...findings.map((finding) => `  ${finding}`)].join('\n');
  });
  return blocks.join('\n');
}
