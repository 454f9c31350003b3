import type { Command } from 'commander';
import { nearest } from '../shared/routing/match/nearest.ts';
import { addCheck } from './routes/check.ts';
import { inShort, type ShortRoute } from './routes/in-short.ts';
import { listText } from './routes/list-text.ts';
import { loadTable } from './routes/load-table.ts';
import { plain } from './text.ts';

type Options = { readonly json?: boolean };

/** `waybill routes`: what is in the table; and `waybill routes check`: what is wrong with it. */
export function addRoutes(program: Command): void {
  const parent = program
    .command('routes')
    .description(
      'List the routes and joins: which events they take and what they emit. `routes check` looks for mistakes.',
    )
    .option('--json', 'print one JSON document')
    .addHelpText('after', '\nExamples:\n  waybill routes\n  waybill routes --json\n  waybill routes check')
    // An unknown subcommand is an argument to this one.
    .allowExcessArguments()
    .action(async ({ json }: Options, command: Command) => {
      refuseArgument(command);
      const { routes } = await loadTable();
      const short: readonly ShortRoute[] = routes.map(inShort);
      process.stdout.write(`${json === true ? JSON.stringify({ routes: short }) : listText(short)}\n`);
    });
  addCheck(parent);
}

function refuseArgument(command: Command): void {
  const [unknown] = command.args;
  if (unknown === undefined) return;
  const names = command.commands.map((one) => one.name());
  const guess = nearest(unknown, names);
  const meant = guess === undefined ? `expected ${names.join(' or ')}, or none` : `Did you mean ${guess}?`;
  command.error(`error: unknown command '${plain(unknown, 60)}'\n(${meant})`);
}
