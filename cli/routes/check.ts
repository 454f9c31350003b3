import type { Command } from 'commander';
import type { Finding } from '../../shared/routing/analyse/finding.ts';
import { analyse, describeFinding } from '../../shared/routing/analyse.ts';
import { wrap } from '../explain/columns.ts';
import { count, paint, plain } from '../text.ts';
import { findFindings } from './find-findings.ts';
import { loadTable } from './load-table.ts';

type Options = { readonly json?: boolean };

/** `waybill routes check`: what is wrong with the table, before an event comes. */
export function addCheck(parent: Command): void {
  parent
    .command('check')
    .description(
      'Look for routes that can never match, for twins, and for types that are emitted and wanted by nobody.',
    )
    .option('--json', 'print one JSON document')
    .addHelpText('after', HELP)
    .action(async (_options: Options, command: Command) => {
      const { json } = command.optsWithGlobals<Options>();
      const findings = json === true ? await findFindings(loadTable) : await printText();
      if (json === true) process.stdout.write(`${JSON.stringify({ findings })}\n`);
      if (findings.some(({ level }) => level !== 'note')) process.exitCode = 1;
    });
}

async function printText(): Promise<readonly Finding[]> {
  const { routes } = await loadTable();
  const findings = analyse(routes);
  process.stdout.write(`${toText(findings, routes.length)}\n`);
  return findings;
}

const HELP = `
Exit code: 0 when there is nothing but notes, 1 for an error or a warning. A
table that cannot work at all does not load: its errors are printed, with --json
as findings, and the exit code is 1.

Examples:
  waybill routes check
  waybill routes check --json`;

/** One finding after the other, the worst first, and how many there are. */
export function toText(findings: readonly Finding[], routes: number): string {
  const lines = findings.map((finding) => {
    const label = finding.level.padEnd(9);
    const text = wrap(label, plain(describeFinding(finding), 1_000)).slice(label.length);
    return `${paint(COLOURS[finding.level], label)}${text}`;
  });
  const levels = (['error', 'warning', 'note'] as const).flatMap((level) => {
    const number = findings.filter((finding) => finding.level === level).length;
    return number === 0 ? [] : [count(number, level)];
  });
  return [
    ...lines,
    ...(lines.length === 0 ? [] : ['']),
    `${count(routes, 'route')}: ${levels.join(', ') || 'nothing found'}`,
  ].join('\n');
}

const COLOURS = { error: 'red', warning: 'yellow', note: 'dim' } as const;
