import type { Command } from 'commander';
import { addCheck } from './routes/check.ts';
import { addCompile } from './routes/compile.ts';
import { addList } from './routes/list.ts';

/** `waybill routes`: what is in the table, what it becomes on each cloud, and what is wrong with either. */
export function addRoutes(program: Command): void {
  const parent = program
    .command('routes')
    .description('List the routes, make them into each cloud’s own filters, and look for mistakes.')
    .addHelpText(
      'after',
      '\nExamples:\n  waybill routes\n  waybill routes list --mermaid\n  waybill routes compile\n  waybill routes check',
    );
  for (const add of [addList, addCompile, addCheck]) add(parent);
}
