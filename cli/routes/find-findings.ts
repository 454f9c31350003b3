import type { Finding } from '../../shared/routing/analyse/finding.ts';
import { analyse } from '../../shared/routing/analyse.ts';
import type { Table } from '../../shared/routing/table.ts';
import { isObject } from '../../shared/schemas/json.ts';
import { describeError } from '../describe-error.ts';

/** Why there is no table: what was thrown while it loaded, where the analysis has no finding for it. */
export type Unloadable = { readonly level: 'error'; readonly code: 'does-not-load'; readonly message: string };

/** What is found in a table, or what keeps it from loading. */
export async function findFindings(load: () => Promise<Table>): Promise<readonly (Finding | Unloadable)[]> {
  try {
    return analyse((await load()).routes);
  } catch (error) {
    const proven = error instanceof Error ? error.cause : undefined;
    return isFindings(proven) ? proven : [{ level: 'error', code: 'does-not-load', message: describeError(error) }];
  }
}

/** The errors of the analysis are the cause of what `defineRoutes` throws. */
function isFindings(cause: unknown): cause is readonly Finding[] {
  return Array.isArray(cause) && cause.every((one) => isObject(one) && one.level === 'error' && 'route' in one);
}
