import { type Command, Option } from 'commander';
import { nearest } from '../../shared/routing/match/nearest.ts';
import { plain } from '../text.ts';
import { compileForAll } from './compile-table.ts';
import { toGraph } from './graph.ts';
import { listText } from './list-text.ts';
import { loadTable, TABLE_FILE } from './load-table.ts';
import { toMermaid } from './mermaid.ts';
import { findNeeds } from './needs.ts';
import { toListed } from './to-listed.ts';

type Options = { readonly json?: boolean; readonly mermaid?: boolean };

/** `waybill routes list`, which is also `waybill routes`: what is in the table, and what each cloud can make of it. */
export function addList(parent: Command): void {
  parent
    .command('list', { isDefault: true })
    .description(
      'List the routes and joins: which events they take, what they emit, and how well each cloud’s filters fit.',
    )
    .addOption(new Option('--json', 'print one JSON document').conflicts('mermaid'))
    .option('--mermaid', 'print a picture of them as a Mermaid flowchart')
    .addHelpText('after', HELP)
    // An unknown subcommand is an argument to this one.
    .allowExcessArguments()
    .action(run);
}

const HELP = `
exact: the cloud’s filter lets through what the routes want and nothing else.
wider: it lets through more, and the function checks the rest. none: everything.

Exit code: 0, or 1 when the table cannot be made into some cloud’s filters.

Examples:
  waybill routes
  waybill routes list --json
  waybill routes list --mermaid > routes.mmd`;

async function run({ json, mermaid }: Options, command: Command): Promise<void> {
  refuseArgument(command);
  const table = await loadTable();
  if (mermaid === true) return print(toMermaid(toGraph(table.routes)));
  const needs = await findNeeds(table, TABLE_FILE);
  const listed = toListed(table, await compileForAll(table), needs);
  print(json === true ? JSON.stringify(listed) : listText(listed));
  if (Object.values(listed.clouds).some(({ problem }) => problem !== undefined)) process.exitCode = 1;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

function refuseArgument(command: Command): void {
  const [unknown] = command.args;
  if (unknown === undefined) return;
  const names = command.parent?.commands.map((one) => one.name()) ?? [];
  const guess = nearest(unknown, names);
  const meant = guess === undefined ? `expected one of ${names.join(', ')}, or none` : `Did you mean ${guess}?`;
  command.error(`error: unknown command '${plain(unknown, 60)}'\n(${meant})`);
}
