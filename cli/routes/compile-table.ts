import { CLOUDS, type CloudName } from '../../local/laptop/cloud.ts';
import type { Table } from '../../shared/routing/table.ts';
import type { Result } from '../../shared/schemas/result.ts';
import type { AdapterName, Compiled, CompiledOn } from './compiled.ts';

/** The adapters’ compilers, loaded when they are asked for. */
const COMPILERS = {
  gcp: () => import('../../functions/gcp/native-filter.ts'),
  azure: () => import('../../functions/azure/native-filter.ts'),
  aws: () => import('../../functions/aws/native-filter.ts'),
} satisfies Record<CloudName, () => Promise<{ readonly compileRoutes: (table: Table) => Result<Compiled> }>>;

/** The table made into each cloud’s own filters. */
export async function compileTable(table: Table): Promise<readonly CompiledOn[]> {
  return Promise.all(
    CLOUDS.map(async (cloud) => ({ cloud, compiled: (await COMPILERS[cloud]()).compileRoutes(table) })),
  );
}

/** The same, and what the worker on Kafka can do with it. */
export async function compileForAll(table: Table): Promise<readonly CompiledOn<AdapterName>[]> {
  const { compileRoutes } = await import('../../functions/kafka/native-filter.ts');
  return [...(await compileTable(table)), { cloud: 'kafka', compiled: compileRoutes(table) }];
}
