import { type Command, InvalidArgumentError, Option } from 'commander';
import type { LetterFilter } from '../../shared/delivery/letter-index.ts';
import { parseDuration } from '../../shared/routing/duration.ts';
import { describe } from '../../shared/schemas/result.ts';
import { addPlaceOptions } from '../place-options.ts';

export const STATUSES = ['filed', 'redriven', 'discarded'] as const;

export type FilterOptions = Omit<LetterFilter, 'status'> & { readonly status?: LetterFilter['status'] | 'all' };

/** The options that say which letters are meant. */
export function addLetterOptions(command: Command): Command {
  return addPlaceOptions(command)
    .option('--route <name>', 'those of one route')
    .option('--code <code>', 'those with one reason code, such as schema')
    .option('--older-than <age>', 'those filed longer ago than, such as 1h', parseAge)
    .option('--newer-than <age>', 'those filed less long ago than, such as 30m', parseAge)
    .addOption(new Option('--status <status>', 'those with one status').choices([...STATUSES, 'all']).default('filed'));
}

/** The letters that the options mean. */
export function toFilter({ route, code, olderThan, newerThan, status = 'filed' }: FilterOptions): LetterFilter {
  return {
    ...(route === undefined ? {} : { route }),
    ...(code === undefined ? {} : { code }),
    ...(olderThan === undefined ? {} : { olderThan }),
    ...(newerThan === undefined ? {} : { newerThan }),
    ...(status === 'all' ? {} : { status }),
  };
}

/** Whether the options leave out any letter that is filed. */
export function isNarrowed({ route, code, olderThan, newerThan }: FilterOptions): boolean {
  return [route, code, olderThan, newerThan].some((value) => value !== undefined);
}

function parseAge(text: string): number {
  const age = parseDuration(text);
  if (!age.ok) throw new InvalidArgumentError(describe(age.error));
  return age.value;
}
