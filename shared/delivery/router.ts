import { parseDuration } from '../routing/duration.ts';
import type { Table } from '../routing/table.ts';
import { describe } from '../schemas/result.ts';
import { MARGIN } from './claim.ts';
import type { Env } from './embedded/env.ts';
import { createGate, type Gate } from './gate.ts';
import { type Limits, limitsFromEnv } from './limits.ts';
import type { Ports } from './ports.ts';

/** What every delivery needs to know: the routes, the world, and the adapter's name for the log. */
export type Router = {
  readonly name: string;
  readonly table: Table;
  readonly ports: Ports;
  readonly limits: Limits;
  readonly gate: Gate;
  /** How long one call of the function may take, in milliseconds. */
  readonly timeLimit: number;
};

/** `timeLimit` is the platform's own bound on a call, such as '28s', which WAYBILL_TIME_LIMIT may shorten and not lengthen. */
export type RouterOptions = Pick<Router, 'name' | 'table' | 'ports'> & { readonly timeLimit?: string };

/**
 * Puts a route table and ports together. WAYBILL_TIME_LIMIT is the function's own limit, such as '60s'; a route that could not
 * finish within it throws here, so that a deploy fails and not an event.
 */
export function createRouter({ name, table, ports, timeLimit }: RouterOptions, env: Env): Router {
  const limits = [limitOf('the platform’s limit', timeLimit), limitOf('WAYBILL_TIME_LIMIT', env.WAYBILL_TIME_LIMIT)];
  const limit = Math.min(...limits);
  checkTimeouts(table, limit);
  return { name, table, ports, limits: limitsFromEnv(env), gate: createGate(), timeLimit: limit };
}

function limitOf(what: string, text: string | undefined): number {
  if (text === undefined) return Number.POSITIVE_INFINITY;
  const limit = parseDuration(text);
  if (!limit.ok) throw new Error(`${what}: ${describe(limit.error)}`);
  return limit.value;
}

function checkTimeouts(table: Table, limit: number): void {
  const slow = table.routes.find((route) => route.timeout + MARGIN > limit);
  if (slow === undefined) return;
  throw new Error(
    `Route ${slow.name}, timeout: ${slow.timeout} ms and ${MARGIN} ms to finish do not fit into the function’s ${limit} ms. Shorten the timeout or lengthen the function’s (WAYBILL_TIME_LIMIT)`,
  );
}
