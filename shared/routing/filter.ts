import type { Result } from '../schemas/result.ts';
import { evaluate } from './cesql/evaluate.ts';
import { type Expression, walk } from './cesql/expression.ts';
import type { SqlOptions } from './cesql/parse.ts';
import { readText } from './cesql/read-attribute.ts';
import { readAll } from './filter/read-filter.ts';

export { firstFailure } from './filter/first-failure.ts';

/** A filter of the CloudEvents Subscriptions API (§3.2.4), checked; `at` is its JSON Pointer in what it was read from. */
export type Filter =
  | AttributeFilter
  | { readonly kind: 'all' | 'any'; readonly filters: readonly Filter[]; readonly at: string }
  | { readonly kind: 'not'; readonly filter: Filter; readonly at: string }
  | { readonly kind: 'sql'; readonly text: string; readonly expression: Expression; readonly at: string };

/** Holds when each of the attributes is, begins with or ends with its text. */
export type AttributeFilter = {
  readonly kind: 'exact' | 'prefix' | 'suffix';
  readonly attributes: readonly (readonly [name: string, text: string])[];
  readonly at: string;
};

/**
 * Reads a filter, or an array of filters, of which all must hold: none at all is every event. Refused are unknown dialects, expressions
 * that are no CESQL, and those that call a function that there is none of; `at` is a JSON Pointer into the input.
 */
export function parseFilters(input: unknown, options: SqlOptions = {}): Result<Filter> {
  return readAll(input, options);
}

/** Whether the event passes. An expression passes it only by TRUE without any error (CESQL 1.0.0 §1.2). */
export function holdsFilter(filter: Filter, event: object): boolean {
  switch (filter.kind) {
    case 'all':
      return filter.filters.every((inner) => holdsFilter(inner, event));
    case 'any':
      return filter.filters.some((inner) => holdsFilter(inner, event));
    case 'not':
      return !holdsFilter(filter.filter, event);
    case 'sql': {
      const { value, errors } = evaluate(filter.expression, event);
      return value === true && errors.length === 0;
    }
    default:
      return filter.attributes.every(([name, text]) => holdsText(filter.kind, readText(event, name), text));
  }
}

/** What the event has in an attribute counts as its canonical string, and nothing as no text at all. */
export function holdsText(kind: AttributeFilter['kind'], value: string | undefined, text: string): boolean {
  if (value === undefined) return false;
  if (kind === 'exact') return value === text;
  return kind === 'prefix' ? value.startsWith(text) : value.endsWith(text);
}

/** Every attribute that can change the answer. */
export function attributesOf(filter: Filter): ReadonlySet<string> {
  const names = new Set<string>();
  collect(filter, names);
  return names;
}

function collect(filter: Filter, names: Set<string>): void {
  switch (filter.kind) {
    case 'all':
    case 'any':
      for (const inner of filter.filters) collect(inner, names);
      break;
    case 'not':
      collect(filter.filter, names);
      break;
    case 'sql':
      for (const part of walk(filter.expression)) if ('name' in part && part.kind !== 'call') names.add(part.name);
      break;
    default:
      for (const [name] of filter.attributes) names.add(name);
  }
}
