import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { CloudName } from '../../local/laptop/cloud.ts';
import type { Table } from '../../shared/routing/table.ts';
import { compileTable } from './compile-table.ts';
import { type DeployFinding, notLowered } from './deploy-finding.ts';
import { findStale } from './find-stale.ts';
import { findGrants } from './infrastructure/find-grants.ts';
import { findIdle } from './infrastructure/find-idle.ts';
import { findMissing } from './infrastructure/find-missing.ts';
import { findNeedlessGrants } from './infrastructure/find-needless-grants.ts';
import { findSchedule } from './infrastructure/find-schedule.ts';
import { INFRASTRUCTURE } from './infrastructure/of-clouds.ts';
import { readServerless } from './infrastructure/read-serverless.ts';
import { readTerraform } from './infrastructure/read-terraform.ts';
import { findNeeds } from './needs.ts';
import { type Contents, compareRoutesFile, toDocument } from './routes-file.ts';

/** A table and its module, and the folder in which terraform and serverless.yml are. */
export type Project = { readonly table: Table; readonly file: string; readonly root: string };

/** What keeps the table from working as it is deployed, and what is deployed for no route of it. */
export async function findDeployFindings({ table, file, root }: Project): Promise<readonly DeployFinding[]> {
  if (!existsSync(join(root, 'terraform'))) return [NOTHING];
  const { all: needs } = await findNeeds(table, file);
  const clouds = await compileTable(table);
  const found = clouds.map(({ cloud, compiled }) =>
    compiled.ok
      ? findOn({ root, cloud, contents: { compiled: compiled.value, needs } })
      : [notLowered(cloud, compiled.error)],
  );
  return (await Promise.all(found)).flat();
}

const NOTHING: DeployFinding = {
  ...{ level: 'error', code: 'not-compiled', place: 'terraform' },
  message: 'it is missing: expected the folder of the clouds’ infrastructure',
  fix: 'Get it back from the repository',
};

type Cloud = { readonly root: string; readonly cloud: CloudName; readonly contents: Contents };

async function findOn({ root, cloud, contents }: Cloud): Promise<readonly DeployFinding[]> {
  const stale = findStale(await compareRoutesFile(root, cloud, contents), contents);
  const folder = `terraform/${cloud}`;
  if (!existsSync(join(root, folder))) return stale;
  const terraform = await readTerraform(root, folder).catch(unreadable(cloud, folder, 'terraform validate'));
  if ('level' in terraform) return [...stale, terraform];
  const events = cloud === 'aws' ? await readEvents(root, contents) : [];
  if ('level' in events) return [...stale, events];
  const deployed = {
    ...{ cloud, infrastructure: INFRASTRUCTURE[cloud], compiled: contents.compiled },
    resources: [...terraform.resources, ...events],
  };
  const grants = findGrants(cloud, terraform);
  return [
    ...stale,
    ...findMissing(deployed),
    ...findSchedule(deployed),
    ...findIdle(deployed),
    ...findNeedlessGrants(grants, contents),
  ];
}

function readEvents(root: string, contents: Contents) {
  const failed = unreadable('aws', 'serverless.yml', 'npx serverless print');
  return readServerless(root, toDocument(contents)).catch(failed);
}

function unreadable(cloud: CloudName, place: string, command: string): (error: unknown) => DeployFinding {
  return (error) => ({
    ...{ level: 'error', code: 'unreadable', cloud, place },
    message: error instanceof Error ? error.message : String(error),
    fix: `Mend it so that \`${command}\` takes it`,
  });
}
