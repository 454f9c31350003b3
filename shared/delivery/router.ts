import { parseDuration } from '../routing/duration.ts';
import type { Table } from '../routing/table.ts';
import { describe } from '../schemas/result.ts';
import type { Env } from './embedded/env.ts';
import { type Limits, limitsFromEnv } from './limits.ts';
import type { Ports } from './ports.ts';

/** What every delivery needs to know: the routes, the world, and the adapter's name for the log. */
export type Router = { readonly name: string; readonly table: Table; readonly ports: Ports; readonly limits: Limits };

const MARGIN = 5_000;

/**
 * Puts a route table and ports together. WAYBILL_TIME_LIMIT is the function's own limit, such as '60s'; a route that could not
 * finish within it throws here, so that a deploy fails and not an event.
 */
export function createRouter({ name, table, ports }: Omit<Router, 'limits'>, env: Env): Router {
  if (env.WAYBILL_TIME_LIMIT !== undefined) checkTimeouts(table, env.WAYBILL_TIME_LIMIT);
  return { name, table, ports, limits: limitsFromEnv(env) };
}

function checkTimeouts(table: Table, text: string): void {
  const limit = parseDuration(text);
  if (!limit.ok) throw new Error(`WAYBILL_TIME_LIMIT: ${describe(limit.error)}`);
  const slow = table.routes.find((route) => route.timeout + MARGIN > limit.value);
  if (slow === undefined) return;
  throw new Error(
    `Route ${slow.name}, timeout: ${slow.timeout} ms and ${MARGIN} ms to finish do not fit into the function's ${text}. Shorten the timeout or lengthen the function's`,
  );
}
