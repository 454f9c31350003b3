import { fitted } from '../../../shared/routing/demand/fitted.ts';
import type { Source } from '../../../shared/routing/demand/sources.ts';
import { unwantedTypes } from '../../../shared/routing/demand/types.ts';
import type { Table } from '../../../shared/routing/table.ts';
import { branchesOf } from './branches.ts';
import { lowerAlternative } from './lower-alternative.ts';
import { lowerForEventBridge } from './lower-event-bridge.ts';
import type { NativePattern } from './nest.ts';
import { fitsOf, type Plan, planTypes } from './plan.ts';
import { untangle } from './untangle.ts';
import { withinLimits } from './within-limits.ts';

/** EventBridge's quota for a pattern, and how many wildcards one rule may well have: its bound on their complexity is not published. */
const LENGTH = 2_048;
const WILDCARDS = 8;

/** A pattern must have a field, and every event has a source. */
const EVERYTHING: NativePattern = { source: [{ prefix: '' }] };

const DIALECT = { lower: lowerForEventBridge, inBatches: false };

export type RulePattern = { readonly eventPattern: NativePattern };

/** One EventBridge rule for the bus that events are published to: the whole CloudEvent is the detail. */
export function compileEvents(table: Table): Source<RulePattern> {
  if (table.routes.length === 0) return undefined;
  const plans = untangle(planTypes(table, (alternative) => lowerAlternative(alternative, DIALECT)));
  const { plans: made, filter } = withinLimits(plans, (all) => toPattern(table, all), problemOf);
  if (problemOf(filter) !== undefined) return withFewerTypes(table, made);
  return described(filter, made, []);
}

/** Types that nobody wants pass then, the last ones first; a list of those that are wanted must be whole. */
function withFewerTypes(table: Table, plans: readonly Plan[]): Source<RulePattern> {
  const unwanted = unwantedTypes(table);
  const fits = (kept: readonly string[]) => problemOf(toPattern(table, plans, kept)) === undefined;
  const most = unwanted.findLastIndex((_, index) => fits(unwanted.slice(0, index + 1))) + 1;
  const pattern = toPattern(table, plans, unwanted.slice(0, most));
  const why = `types, of which a pattern of ${LENGTH} characters has no room for all`;
  return described(fits(unwanted.slice(0, most)) ? pattern : EVERYTHING, plans, [why]);
}

function described(eventPattern: NativePattern, plans: readonly Plan[], more: readonly string[]): Source<RulePattern> {
  const whys = [...more, ...plans.flatMap((plan) => plan.whys)];
  const fit = fitted(whys, eventPattern === EVERYTHING ? 'none' : 'wider');
  return { trigger: { ...fit, eventPattern }, byType: fitsOf(plans) };
}

function toPattern(table: Table, plans: readonly Plan[], unwanted = unwantedTypes(table)): NativePattern {
  const branches = branchesOf(table, plans, unwanted);
  return branches === undefined ? EVERYTHING : { detail: { $or: branches } };
}

function problemOf(pattern: NativePattern): string | undefined {
  const text = JSON.stringify(pattern);
  if (text.length > LENGTH) return `a pattern of ${text.length} characters is over EventBridge’s ${LENGTH}`;
  const wildcards = text.match(/"wildcard":/g)?.length ?? 0;
  return wildcards > WILDCARDS ? `${wildcards} wildcards in one pattern may be too complex for EventBridge` : undefined;
}
