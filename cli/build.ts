import { resolve } from 'node:path';
import { Command, Option } from 'commander';
import { ADAPTERS, type AdapterName } from './build/adapters.ts';
import { findUncompiled } from './build/find-uncompiled.ts';
import { toText } from './build/report.ts';
import { runBuild } from './build/run-build.ts';
import { describeError } from './describe-error.ts';
import { loadTable, ROOT, TABLE_FILE } from './routes/load-table.ts';
import { prettyJson } from './text.ts';

type Options = { readonly only?: AdapterName; readonly out: string; readonly json?: boolean };

const program = new Command('npm run build --')
  .description('Builds a zip for each cloud: the adapter, its routes and handlers, and sharp for Linux x64.')
  .addOption(new Option('--only <cloud>', 'this one alone').choices(ADAPTERS.map(({ name }) => name)))
  .addOption(new Option('--out <folder>', 'where everything goes').default(resolve(ROOT, 'dist'), 'dist'))
  .option('--json', 'one JSON document on stdout')
  .addHelpText(
    'after',
    `
Examples:
  npm run build
  npm run build -- --only aws
  npm run --silent build -- --json | jq .aws.sha256`,
  )
  .exitOverride()
  .action(run);

/** Exit 0 is fine, 1 a build that failed or is over a budget, 2 wrong usage. */
try {
  await program.parseAsync();
} catch (error) {
  const code = error instanceof Error ? Reflect.get(error, 'exitCode') : undefined;
  if (code === undefined) process.stderr.write(`${describeError(error)}\n`);
  process.exitCode = code === undefined ? 1 : code === 0 ? 0 : 2;
}

async function run({ only, out, json }: Options): Promise<void> {
  // A table that cannot work throws here: what is deployed has it proven.
  const table = await loadTable();
  const reports = await runBuild({ root: ROOT, out: resolve(out), only, say });
  const byName = Object.fromEntries(reports.map(({ name, ...report }) => [name, report]));
  console.log(json === true ? prettyJson(byName) : reports.map(toText).join('\n\n'));
  for (const line of await findUncompiled({ table, file: TABLE_FILE, root: ROOT }, only)) say(`warning: ${line}`);
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
