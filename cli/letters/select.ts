import type { Command } from 'commander';
import { openPlaces, type PlaceOptions } from '../place.ts';
import { type Found, findOne, listFound } from './find-letters.ts';
import { type FilterOptions, isNarrowed, toFilter } from './letter-options.ts';

export type SelectOptions = PlaceOptions & FilterOptions & { readonly all?: boolean };

/** The letters that a command is to work on: those named, or those that its filters leave. Every one needs `--all`. */
export async function select(
  ids: readonly string[],
  options: SelectOptions,
  command: Command,
): Promise<readonly Found[]> {
  if (ids.length > 0 && (isNarrowed(options) || options.all === true))
    command.error('error: expected letters’ ids, or a filter, not both');
  if (ids.length === 0 && !isNarrowed(options) && options.all !== true)
    command.error('error: expected letters’ ids, a filter such as --code schema, or --all for every filed letter');
  const places = await openPlaces(options);
  if (ids.length === 0) return listFound(places, toFilter(options));
  const found = await Promise.all(ids.map((id) => findOne(places, id)));
  return found.filter(({ entry, place }, index) => {
    const first = found.findIndex((other) => other.entry.id === entry.id && other.place === place);
    return first === index;
  });
}
