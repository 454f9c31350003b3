import type { Finding } from '../../shared/routing/analyse/finding.ts';
import type { Table } from '../../shared/routing/table.ts';
import { isObject } from '../../shared/schemas/json.ts';
import { describeError } from '../describe-error.ts';
import type { DeployFinding } from './deploy-finding.ts';

/** Why there is no table: what was thrown while it loaded, where the analysis has no finding for it. */
export type Unloadable = { readonly level: 'error'; readonly code: 'does-not-load'; readonly message: string };

type Anything = readonly (Finding | DeployFinding | Unloadable)[];

/** What `find` finds in a table, or what keeps it from loading. */
export async function findFindings(
  load: () => Promise<Table>,
  find: (table: Table) => Promise<Anything>,
): Promise<Anything> {
  const loaded = await load().catch((error: unknown) => ({ why: toFindings(error) }));
  return 'why' in loaded ? loaded.why : find(loaded);
}

/** The errors of the analysis are the cause of what `defineRoutes` throws. */
function toFindings(error: unknown): Anything {
  const proven = error instanceof Error ? error.cause : undefined;
  return isFindings(proven) ? proven : [{ level: 'error', code: 'does-not-load', message: describeError(error) }];
}

function isFindings(cause: unknown): cause is readonly Finding[] {
  return Array.isArray(cause) && cause.every((one) => isObject(one) && one.level === 'error' && 'route' in one);
}
