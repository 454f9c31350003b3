import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { CloudName } from '../../local/laptop/cloud.ts';
import type { Table } from '../../shared/routing/table.ts';
import { compileTable } from './compile-table.ts';
import { type DeployFinding, notLowered, RECOMPILE } from './deploy-finding.ts';
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
  ...{ level: 'error', code: 'not-compiled', place: 'terraform', fix: RECOMPILE },
  message: 'it is missing: expected the folder of the clouds’ infrastructure',
};

type Cloud = { readonly root: string; readonly cloud: CloudName; readonly contents: Contents };

async function findOn({ root, cloud, contents }: Cloud): Promise<readonly DeployFinding[]> {
  const stale = findStale(await compareRoutesFile(root, cloud, contents), contents);
  if (!existsSync(join(root, 'terraform', cloud))) return stale;
  try {
    return [...stale, ...(await findInInfrastructure({ root, cloud, contents }))];
  } catch (error) {
    return [...stale, unreadable(cloud, error)];
  }
}

async function findInInfrastructure({ root, cloud, contents }: Cloud): Promise<readonly DeployFinding[]> {
  const terraform = await readTerraform(root, `terraform/${cloud}`);
  const events = cloud === 'aws' ? await readServerless(root, toDocument(contents)) : [];
  const deployed = {
    ...{ cloud, infrastructure: INFRASTRUCTURE[cloud], compiled: contents.compiled },
    resources: [...terraform.resources, ...events],
  };
  const grants = findGrants(cloud, terraform);
  return [
    ...findMissing(deployed),
    ...findSchedule(deployed),
    ...findIdle(deployed),
    ...findNeedlessGrants(grants, contents),
  ];
}

function unreadable(cloud: CloudName, error: unknown): DeployFinding {
  const message = error instanceof Error ? error.message : String(error);
  return {
    ...{ level: 'error', code: 'unreadable', cloud, place: `terraform/${cloud}`, message },
    fix: 'Mend it so that `terraform validate` takes it',
  };
}
