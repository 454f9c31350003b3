import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Command } from 'commander';
import { isFailure } from './cells/cell.ts';
import { measureAll } from './command/measure-all.ts';
import { type Only, parseOnly } from './command/only.ts';
import { createProgress, describeCell } from './command/progress.ts';
import { FULL, QUICK, SEED } from './command/settings.ts';
import { ABSENT, OURS, PEERS, prepareAll } from './contenders/all.ts';
import { describeMachine } from './report/machine.ts';
import { toResults, toVerdictText } from './report/results.ts';
import { toText } from './report/table.ts';

/** `npm run bench`. Exit 0: measured, whatever the targets say; 1: somebody found other matches, or ours none; 2: wrong usage. */
const EXAMPLES = `
Examples:
  npm run bench                                       all of it, some twelve minutes; writes bench/RESULTS.md
  npm run bench -- --quick                            whether everything works, in two minutes
  npm run bench -- --only citylots numeric quamina    one row, ours beside one peer
  npm run bench -- --only cloudevents wildcard 1000
  npm run bench -- --only deliveries
`;

type Options = { readonly only: string[]; readonly peers: boolean; readonly quick: boolean; readonly json: boolean };

const program = new Command('npm run bench --')
  .description('Measures the router beside its peers and beside what the machine does by itself, in one run.')
  .option('--only <words...>', 'only these sections, kinds, workloads, numbers of rules and peers', [])
  .option('--no-peers', 'ours and JSON.parse alone')
  .option('--quick', 'fewer events and shorter rounds', false)
  .option('--json', 'one JSON document instead of tables', false)
  .addHelpText('after', EXAMPLES)
  .showSuggestionAfterError()
  .exitOverride()
  .allowExcessArguments(false);

const RESULTS = join(import.meta.dirname, 'RESULTS.md');

const only = readUsage();
if (only !== undefined) process.exitCode = await run(program.opts<Options>(), only);

/** What to run; undefined, with the exit code set, when there is nothing more to do than what commander has said. */
function readUsage(): Only | undefined {
  try {
    return parseOnly(program.parse().opts<Options>().only);
  } catch (error) {
    const code = error instanceof Error ? Reflect.get(error, 'exitCode') : undefined;
    if (code === undefined) process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    process.exitCode = code === 0 ? 0 : 2;
    return undefined;
  }
}

async function run({ only: words, peers, quick, json }: Options, only: Only): Promise<number> {
  const progress = createProgress();
  const chosen = [...OURS, ...PEERS.filter(({ name }) => peers && only.hasPeer(name))];
  const contenders = await prepareAll(chosen, progress.say);
  const part = await measureAll({ contenders, scale: quick ? QUICK : FULL, only, progress });
  const results = {
    date: new Date().toISOString().slice(0, 10),
    machine: describeMachine(),
    contenders: [
      ...contenders.map(([{ name, version }, ready]) =>
        'missing' in ready ? `${name} ${version}: not found: ${ready.missing}` : `${name} ${version}`,
      ),
      ...Object.entries(ABSENT).map(([name, why]) => `${name}: ${why}`),
    ],
    ...part,
  };
  if (json) process.stdout.write(`${JSON.stringify({ seed: SEED, ...results })}\n`);
  else process.stdout.write(`${part.tables.map(toText).join('\n')}\n${toVerdictText(part.verdicts)}`);
  const isFull = words.length === 0 && peers && !quick && !json;
  if (isFull) await writeFile(RESULTS, toResults(results, await readFile(RESULTS, 'utf8').catch(() => '')));
  const failed = part.cells.filter(isFailure);
  for (const cell of failed) process.stderr.write(`${describeCell(cell)}\n`);
  return failed.length === 0 ? 0 : 1;
}
