import { necessary } from '../filter/necessary.ts';
import type { Filter } from '../filter.ts';
import type { Field } from '../pattern.ts';
import type { Route } from '../route.ts';

/** One way to satisfy a route: what its pattern and its filters want then. `at` of a field is a JSON Pointer into the route's definition. */
export type Want = readonly Field[];

/** More ways are not looked at: a route with so many is taken to match something. */
const MOST_WAYS = 2_000;

/** Every way there is to satisfy a route: each alternative of its pattern with each of its filters'. Undefined where there are too many. */
export function wantsOf({ where, filter }: Route): readonly Want[] | undefined {
  const patterns = where?.alternatives ?? [[]];
  const filters = filter === undefined ? [[]] : waysOf(filter);
  if (filters === undefined || patterns.length * filters.length > MOST_WAYS) return undefined;
  return patterns.flatMap((fields) =>
    filters.map((more) => [
      ...fields.map((field) => under('/where', field)),
      ...more.map((field) => under('/filters', field)),
    ]),
  );
}

function under(place: string, field: Field): Field {
  return { ...field, at: place + field.at };
}

/** What passing the filter takes. Of `all` each part is kept, though two are on one attribute: that is where they contradict each other. */
function waysOf(filter: Filter): readonly Want[] | undefined {
  if (filter.kind !== 'all') return necessary(filter);
  let ways: readonly Want[] = [[]];
  for (const inner of filter.filters) {
    const more = waysOf(inner);
    if (more === undefined || ways.length * more.length > MOST_WAYS) return undefined;
    ways = ways.flatMap((fields) => more.map((others) => [...fields, ...others]));
  }
  return ways;
}
