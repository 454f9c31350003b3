import type { Command } from 'commander';
import type { Target } from '../shared/routing/table.ts';
import { explainEvent, type Report } from './explain/explain-event.ts';
import { readEvents, sampleOf } from './explain/read-events.ts';
import { toText } from './explain/to-text.ts';
import { loadTable } from './routes/load-table.ts';

type Options = { readonly type?: string; readonly route?: string; readonly all?: boolean; readonly json?: boolean };

/** `waybill explain`: which routes want an event, and what keeps the others from it. */
export function addExplain(program: Command): void {
  program
    .command('explain')
    .description('Say which routes want an event, and of each other the first condition that fails.')
    .argument('[file]', 'a CloudEvent as JSON, or an array of them; - reads it from stdin')
    .option('--type <type>', 'a valid sample of this event type instead')
    .option('--route <name>', 'one route or join alone')
    .option('--all', 'show every route, also of a long table those that want another type')
    .option('--json', 'print one JSON document; an array of them where the file holds an array')
    .addHelpText('after', HELP)
    .action(run);
}

const HELP = `
Exit code: 0 when some route wants the event (of an array: each of its events), 1
when none does, 2 for what is no event.

Examples:
  waybill explain --type order.placed
  waybill explain event.json
  waybill explain event.json --route resize
  waybill dead-letters show ID --json | jq .event | waybill explain -`;

async function run(file: string | undefined, options: Options, command: Command): Promise<void> {
  if ((file === undefined) === (options.type === undefined))
    command.error('error: expected a file, or --type with an event type');
  const read = file === undefined ? sampleOf(options.type ?? '') : await readEvents(file);
  if (!read.ok) command.error(`error: ${read.error}`);
  const table = await loadTable();
  const only = options.route === undefined ? undefined : find(table.get, options.route, command).name;
  const reports: Report[] = [];
  for (const event of read.events) reports.push(await explainEvent(table, event));
  const chosen = reports.map((report) => ({
    ...report,
    routes: report.routes.filter(({ route }) => (only ?? route) === route),
  }));
  if (options.json === true) print(JSON.stringify(read.isBatch ? chosen : chosen[0]));
  else print(reports.map((report) => toText(report, { only, all: options.all === true })).join('\n\n'));
  if (!chosen.every(({ routes }) => routes.some(({ matched }) => matched))) process.exitCode = 1;
}

function find(get: (name: string) => Target, name: string, command: Command): Target {
  try {
    return get(name);
  } catch (error) {
    return command.error(`error: ${error instanceof Error ? error.message : error}`);
  }
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
