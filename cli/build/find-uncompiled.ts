import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { compileTable } from '../routes/compile-table.ts';
import { describeDeployFinding, notLowered } from '../routes/deploy-finding.ts';
import type { Project } from '../routes/find-deploy-findings.ts';
import { findStale } from '../routes/find-stale.ts';
import { findNeeds } from '../routes/needs.ts';
import { compareRoutesFile } from '../routes/routes-file.ts';
import type { AdapterName } from './adapters.ts';

/**
 * What is wrong with each cloud's routes.json that is there and is not the table's: its filters would keep out what the new code wants. Who
 * deploys without terraform has none.
 */
export async function findUncompiled({ table, file, root }: Project, only?: AdapterName): Promise<readonly string[]> {
  const clouds = (await compileTable(table)).filter(
    ({ cloud }) => (only === undefined || cloud === only) && existsSync(join(root, 'terraform', cloud, 'routes.json')),
  );
  const { all: needs } = await findNeeds(table, file);
  const found = await Promise.all(
    clouds.map(async ({ cloud, compiled }) => {
      if (!compiled.ok) return [notLowered(cloud, compiled.error)];
      const contents = { compiled: compiled.value, needs };
      return findStale(await compareRoutesFile(root, cloud, contents), contents);
    }),
  );
  return found.flat().map(describeDeployFinding);
}
