import { pointer } from '../../schemas/pointer.ts';
import { show } from '../../schemas/result.ts';
import { evaluate } from '../cesql/evaluate.ts';
import { readText } from '../cesql/read-attribute.ts';
import { type AttributeFilter, type Filter, holdsFilter, holdsText } from '../filter.ts';
import { describeFilter, toWord } from './describe-filter.ts';

/** Why an event does not pass, for a person: the place in the filters, what was wanted there and what the event has. */
export type Failure = { readonly at: string; readonly wanted: string; readonly got: string };

/** The first condition that fails, in the order in which the filters are written; undefined when the event passes. */
export function firstFailure(filter: Filter, event: object): Failure | undefined {
  if (holdsFilter(filter, event)) return undefined;
  switch (filter.kind) {
    case 'all':
      return firstOf(filter.filters, event);
    case 'any':
      // Of a single choice the reason can be told; of several each has its own.
      return filter.filters.length === 1 ? firstOf(filter.filters, event) : failure(filter, 'none of these');
    case 'not':
      return failure(filter, 'just that');
    case 'sql':
      return failure(filter, outcome(filter, event));
    default:
      return attributeFailure(filter, event);
  }
}

function firstOf(filters: readonly Filter[], event: object): Failure | undefined {
  const failing = filters.find((filter) => !holdsFilter(filter, event));
  return failing === undefined ? undefined : firstFailure(failing, event);
}

function failure(filter: Filter, got: string): Failure {
  return { at: filter.at, wanted: describeFilter(filter), got };
}

function outcome({ expression }: Extract<Filter, { kind: 'sql' }>, event: object): string {
  const { value, errors } = evaluate(expression, event);
  return [show(value), ...errors.slice(0, 3).map(({ kind, message }) => `${kind}: ${message}`)].join('; ');
}

function attributeFailure({ kind, attributes, at }: AttributeFilter, event: object): Failure | undefined {
  const failing = attributes.find(([name, text]) => !holdsText(kind, readText(event, name), text));
  if (failing === undefined) return undefined;
  const [name, text] = failing;
  return { at: at + pointer(name), wanted: `${name} ${toWord(kind, text)}`, got: show(readText(event, name)) };
}
