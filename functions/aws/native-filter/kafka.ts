import { fitted } from '../../../shared/routing/demand/fitted.ts';
import type { Source } from '../../../shared/routing/demand/sources.ts';
import { wantedTypes } from '../../../shared/routing/demand/types.ts';
import type { Table } from '../../../shared/routing/table.ts';
import { UPLOADED } from '../../../shared/schemas/blob.ts';
import { branchesOf } from './branches.ts';
import { lowerAlternative } from './lower-alternative.ts';
import { lowerForLambda } from './lower-lambda.ts';
import { type FilterCriteria, pack, problemOf } from './pack.ts';
import { fitsOf, planTypes } from './plan.ts';
import { withinLimits } from './within-limits.ts';

const DIALECT = { lower: lowerForLambda, inBatches: true };

/**
 * Filter criteria for MSK and self-managed Kafka, which see a record's value and not its headers, where binary mode has an event's type:
 * a value without `specversion` passes. A value that is no JSON is not judged by a pattern in JSON (Lambda documentation, "Kafka event
 * filtering basics"); of SQS the documentation says that it is dropped, so there is no filter where it must become a dead letter.
 */
export function compileKafka(table: Table): Source<FilterCriteria> {
  const types = wantedTypes(table);
  if (types.every((type) => type === UPLOADED)) return undefined;
  if (table.unrouted === 'dead-letter') return unfiltered(types, UNKNOWN);
  const plans = planTypes(table, (alternative) => lowerAlternative(alternative, DIALECT));
  const { plans: made, filter } = withinLimits(plans, (all) => pack('value', branchesOf(table, all) ?? []), problemOf);
  const problem = problemOf(filter);
  if (problem !== undefined) return unfiltered(types, `There is no filter, since for the types alone ${problem}.`);
  return { trigger: { ...fitted(made.flatMap(({ whys }) => whys)), filterPatterns: filter }, byType: fitsOf(made) };
}

const UNKNOWN =
  'There is no filter: what is no CloudEvent, or of a type that no route knows, becomes a dead letter and must not vanish.';

function unfiltered(types: readonly string[], why: string): Source<FilterCriteria> {
  const none = { fit: 'none', why } as const;
  return { trigger: { ...none, filterPatterns: [] }, byType: new Map(types.map((type) => [type, none])) };
}
