import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Command } from 'commander';
import { isFailure } from './cells/cell.ts';
import { measureAll } from './command/measure-all.ts';
import { type Only, parseOnly } from './command/only.ts';
import { createProgress, describeCell } from './command/progress.ts';
import { FULL, QUICK, SEED } from './command/settings.ts';
import { ABSENT, OURS, PEERS, prepareAll } from './contenders/all.ts';
import { toKafkaResults } from './report/kafka-results.ts';
import { describeMachine } from './report/machine.ts';
import { type Results, toResults, toVerdictText } from './report/results.ts';
import { toText } from './report/table.ts';

/** `npm run bench`. Exit 0: measured, whatever the targets say; 1: somebody found other matches, or ours none; 2: wrong usage. */
const EXAMPLES = `
Examples:
  npm run bench                                       all of it, some twelve minutes; writes bench/RESULTS.md
  npm run bench -- --quick                            whether everything works, in two minutes
  npm run bench -- --only citylots numeric quamina    one row, ours beside one peer
  npm run bench -- --only cloudevents wildcard 1000
  npm run bench -- deliveries                         one section; --only may be left out
  npm run bench -- kafka --long                       the worker on a Kafka of its own; writes its part of bench/RESULTS.md
`;

type Options = {
  readonly only: readonly string[];
  readonly peers: boolean;
  readonly quick: boolean;
  readonly long: boolean;
  readonly json: boolean;
};

const program = new Command('npm run bench --')
  .description('Measures the router beside its peers and beside what the machine does by itself, in one run.')
  .argument('[words...]', 'the same as with --only')
  .option('--only <words...>', 'only these sections, kinds, workloads, numbers of rules and peers', [])
  .option('--no-peers', 'ours and JSON.parse alone')
  .option('--quick', 'fewer events and shorter rounds', false)
  .option('--long', 'kafka: the worker’s memory too, over five million events', false)
  .option('--json', 'one JSON document instead of tables', false)
  .addHelpText('after', EXAMPLES)
  .showSuggestionAfterError()
  .exitOverride();

const RESULTS = join(import.meta.dirname, 'RESULTS.md');

type Usage = Omit<Options, 'only'> & { readonly words: readonly string[]; readonly only: Only };

const usage = readUsage();
if (usage !== undefined) process.exitCode = await run(usage);

/** What to run; undefined, with the exit code set, when there is nothing more to do than what commander has said. */
function readUsage(): Usage | undefined {
  try {
    const { args } = program.parse();
    const options = program.opts<Options>();
    const words = [...args, ...options.only];
    const only = parseOnly(words);
    if (options.long && !only.names('kafka')) throw new Error('--long is of the section kafka: expected kafka with it');
    return { ...options, words, only };
  } catch (error) {
    const code = error instanceof Error ? Reflect.get(error, 'exitCode') : undefined;
    if (code === undefined) process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    process.exitCode = code === 0 ? 0 : 2;
    return undefined;
  }
}

async function run({ words, only, peers, quick, long, json }: Usage): Promise<number> {
  const progress = createProgress();
  const chosen = only.hasMatchers ? [...OURS, ...PEERS.filter(({ name }) => peers && only.hasPeer(name))] : [];
  const contenders = await prepareAll(chosen, progress.say);
  const part = await measureAll({ contenders, scale: quick ? QUICK : FULL, only, progress, peers, long });
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
  if (peers && !quick && !json) await writeResults({ words, long }, results);
  const failed = part.cells.filter(isFailure);
  for (const cell of failed) process.stderr.write(`${describeCell(cell)}\n`);
  return failed.length === 0 ? 0 : 1;
}

/** Only of a run that leaves nothing out: of all but Kafka, or of Kafka. */
async function writeResults({ words, long }: Pick<Usage, 'words' | 'long'>, results: Results): Promise<void> {
  const toText = words.length === 0 ? toResults : long && words.length === 1 ? toKafkaResults : undefined;
  if (toText === undefined) return;
  await writeFile(RESULTS, toText(results, await readFile(RESULTS, 'utf8').catch(() => '')));
}
