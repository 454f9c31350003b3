import { join } from 'node:path';
import type { Command } from 'commander';
import type { CloudName } from '../../local/laptop/cloud.ts';
import { writeWhole } from '../../shared/delivery/embedded/folder.ts';
import type { Table } from '../../shared/routing/table.ts';
import { compileTable } from './compile-table.ts';
import { compileText } from './compile-text.ts';
import type { Compiled } from './compiled.ts';
import { type DeployFinding, describeDeployFinding, notLowered } from './deploy-finding.ts';
import { findLosses } from './find-losses.ts';
import { loadTable, ROOT, TABLE_FILE } from './load-table.ts';
import { findNeeds } from './needs.ts';
import { type Contents, compareRoutesFile, type RoutesFile } from './routes-file.ts';

type Options = { readonly json?: boolean };

/** One file as it was found; it is now as it should be. */
export type Written = Pick<RoutesFile, 'cloud' | 'path' | 'state' | 'members'> & {
  readonly triggers: Compiled['triggers'];
  /** What Terraform’s next apply would lose, and how not to lose it. */
  readonly losses: readonly string[];
};

/** `waybill routes compile`: the table made into the filters that Terraform and serverless.yml read. */
export function addCompile(parent: Command): void {
  parent
    .command('compile')
    .description('Make the routes into each cloud’s own filters, and write them to terraform/*/routes.json.')
    .option('--json', 'print one JSON document')
    .addHelpText('after', HELP)
    .action(run);
}

const HELP = `
Where a route cannot be made into some cloud’s filter, nothing is written for any.

Exit code: 0, or 1 when nothing was written.

Examples:
  waybill routes compile
  waybill routes compile --json
  waybill routes compile && terraform -chdir=terraform/gcp plan`;

async function run({ json }: Options): Promise<void> {
  const { files, findings } = await writeRoutes(await loadTable(), ROOT);
  if (json === true) process.stdout.write(`${JSON.stringify({ files, findings })}\n`);
  else if (findings.length === 0) process.stdout.write(`${compileText(files)}\n`);
  else process.stderr.write(`${findings.map(describeDeployFinding).join('\n')}\n`);
  if (findings.length > 0) process.exitCode = 1;
}

type Outcome = { readonly files: readonly Written[]; readonly findings: readonly DeployFinding[] };

/** Writes each cloud’s routes.json below the project’s `root`, or none of them where the table cannot be made into one. */
export async function writeRoutes(table: Table, root: string, compile = compileTable): Promise<Outcome> {
  const clouds = await compile(table);
  const findings = clouds.flatMap(({ cloud, compiled }) => (compiled.ok ? [] : [notLowered(cloud, compiled.error)]));
  if (findings.length > 0) return { files: [], findings };
  const { all: needs } = await findNeeds(table, TABLE_FILE);
  const files: Written[] = [];
  for (const { cloud, compiled } of clouds)
    if (compiled.ok) files.push(await write(root, cloud, { compiled: compiled.value, needs }));
  return { files, findings };
}

async function write(root: string, cloud: CloudName, contents: Contents): Promise<Written> {
  const file = await compareRoutesFile(root, cloud, contents);
  const { path, state, members, text } = file;
  if (state !== 'unchanged') await writeWhole(join(root, path), text);
  return { cloud, path, state, members, triggers: contents.compiled.triggers, losses: findLosses(file) };
}
