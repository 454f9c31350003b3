import { join } from 'node:path';
import type { Table } from '../../shared/routing/table.ts';

/** The project’s root: where shared, terraform and serverless.yml are. */
export const ROOT = join(import.meta.dirname, '..', '..');

/** The module of the project’s own table. */
export const TABLE_FILE = join(ROOT, 'shared', 'routes.ts');

/** The project's own table, loaded when it is asked for: one that cannot work throws, and its error is then all that is printed. */
export async function loadTable(): Promise<Table> {
  const { routes } = await import('../../shared/routes.ts');
  return routes;
}
