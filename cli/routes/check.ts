import type { Command } from 'commander';
import { analyse } from '../../shared/routing/analyse.ts';
import type { Table } from '../../shared/routing/table.ts';
import { findDeployFindings } from './find-deploy-findings.ts';
import { findFindings } from './find-findings.ts';
import { findingsText } from './findings-text.ts';
import { loadTable, ROOT, TABLE_FILE } from './load-table.ts';

type Options = { readonly json?: boolean };

/** `waybill routes check`: what is wrong with the table, or with what it is deployed by, before an event comes. */
export function addCheck(parent: Command): void {
  parent
    .command('check')
    .description(
      'Look for routes that can never match, and for what is missing or needless in terraform and serverless.yml.',
    )
    .option('--json', 'print one JSON document')
    .addHelpText('after', HELP)
    .action(async ({ json }: Options) => {
      const findings = json === true ? await findFindings(loadTable, inAll) : await printText();
      if (json === true) process.stdout.write(`${JSON.stringify({ findings })}\n`);
      if (findings.some(({ level }) => level !== 'note')) process.exitCode = 1;
    });
}

const HELP = `
In the table: routes that can never match, twins, and types that are emitted and
wanted by nobody. In each cloud’s Terraform, and in serverless.yml: a routes.json
that is not the table’s any more, a source of events without trigger, filter, retry
or dead letter, and what serves no route: a trigger or a grant.

Exit code: 0 when there is nothing but notes, 1 for an error or a warning. A
table that cannot work at all does not load: its errors are printed, with --json
as findings, and the exit code is 1.

Examples:
  waybill routes check
  waybill routes check --json`;

async function printText() {
  const table = await loadTable();
  const findings = await inAll(table);
  process.stdout.write(`${findingsText(findings, table.routes.length)}\n`);
  return findings;
}

async function inAll(table: Table) {
  return [...analyse(table.routes), ...(await findDeployFindings({ table, file: TABLE_FILE, root: ROOT }))];
}
