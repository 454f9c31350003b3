import type { Command } from 'commander';
import { addCheck } from './routes/check.ts';
import { inShort, type ShortRoute } from './routes/in-short.ts';
import { listText } from './routes/list-text.ts';
import { loadTable } from './routes/load-table.ts';

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
    .action(async ({ json }: Options) => {
      const { routes } = await loadTable();
      const short: readonly ShortRoute[] = routes.map(inShort);
      process.stdout.write(`${json === true ? JSON.stringify({ routes: short }) : listText(short)}\n`);
    });
  addCheck(parent);
}
