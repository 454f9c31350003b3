import { pointer } from '../../schemas/pointer.ts';
import { readText } from '../cesql/read-attribute.ts';
import { attributesOf, type Filter, firstFailure, holdsFilter, holdsText } from '../filter.ts';
import type { Failure } from './failure.ts';
import { listed, shorten, showValue } from './shorten.ts';

/** The first filter that the event does not pass, with its place in the event; undefined when it passes all. */
export function filterFailure(filter: Filter, event: object): Failure | undefined {
  const failing = innermost(filter, event);
  if (failing === undefined) return undefined;
  if (failing.kind === 'exact' || failing.kind === 'prefix' || failing.kind === 'suffix') {
    const { kind, attributes } = failing;
    const [name, text] = attributes.find(([one, wanted]) => !holdsText(kind, readText(event, one), wanted)) ?? ['', ''];
    return { at: pointer(name), wanted: `${VERBS[kind]}${showValue(text)}`, got: showValue(Reflect.get(event, name)) };
  }
  const names = [...attributesOf(failing)];
  const failure = firstFailure(failing, event);
  const values = names.map((name) => `${name} ${showValue(Reflect.get(event, name))}`);
  const got = failing.kind === 'sql' && failure?.got !== 'false' ? failure?.got : undefined;
  return {
    at: pointer(...names.slice(0, names.length === 1 ? 1 : 0)),
    wanted: failure?.wanted ?? 'what the filter takes',
    got: shorten(got ?? listed(values, 'and'), 120),
  };
}

const VERBS = { exact: '', prefix: 'text that begins with ', suffix: 'text that ends with ' };

/** Of all that must pass the first that does not; of a choice the choice itself, since each of it has a reason of its own. */
function innermost(filter: Filter, event: object): Filter | undefined {
  if (holdsFilter(filter, event)) return undefined;
  if (filter.kind !== 'all' && !(filter.kind === 'any' && filter.filters.length === 1)) return filter;
  return filter.filters.map((inner) => innermost(inner, event)).find((inner) => inner !== undefined);
}
