import type { Table } from '../../../shared/routing/table.ts';
import { branchesOf } from './branches.ts';
import type { CompiledSource } from './compiled-source.ts';
import { fitOf } from './fit-of.ts';
import { lowerAlternative } from './lower-alternative.ts';
import { lowerForLambda } from './lower-lambda.ts';
import type { NativePattern } from './nest.ts';
import { pack, problemOf } from './pack.ts';
import { planTypes } from './plan.ts';
import { withinLimits } from './within-limits.ts';

type Filter = { readonly filterPatterns: readonly NativePattern[] };

const DIALECT = { lower: lowerForLambda, inBatches: true };

/**
 * Filter criteria for MSK and self-managed Kafka, which see a record's value and not its headers, where binary mode has an event's type:
 * a value without `specversion` passes. A value that is no JSON is not judged by a pattern in JSON (Lambda documentation, "Kafka event
 * filtering basics"); of SQS the documentation says that it is dropped, so there is no filter where it must become a dead letter.
 */
export function compileKafka(table: Table): CompiledSource<Filter> {
  if (table.unrouted === 'dead-letter') return unfiltered(UNKNOWN);
  const plans = planTypes(table, (alternative) => lowerAlternative(alternative, DIALECT));
  const { plans: made, filter } = withinLimits(plans, (all) => pack('value', branchesOf(table, all) ?? []), problemOf);
  const problem = problemOf(filter);
  if (problem !== undefined) return unfiltered(`There is no filter, since for the types alone ${problem}.`);
  return { ...fitOf(made), filter: { filterPatterns: filter }, fitOf: (types) => fitOf(made, types) };
}

const UNKNOWN =
  'There is no filter: what is no CloudEvent, or of a type that no route knows, becomes a dead letter and must not vanish.';

function unfiltered(why: string): CompiledSource<Filter> {
  return { fit: 'none', why, filter: { filterPatterns: [] }, fitOf: () => ({ fit: 'none', why }) };
}
