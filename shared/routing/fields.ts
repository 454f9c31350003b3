import { isObject } from '../schemas/json.ts';
import { describe, fail, type Problem, type Result, show } from '../schemas/result.ts';
import { parseDuration } from './duration.ts';
import { nearest } from './match/nearest.ts';

/** 5 attempts, 1 s doubling to 60 s with jitter, unless told. */
export type RetryDefinition = { readonly attempts?: number; readonly first?: string; readonly longest?: string };

/** How a route's or a join's runs are tried, in milliseconds. */
export type DeliverySettings = {
  readonly retry: { readonly attempts: number; readonly first: number; readonly longest: number };
  readonly timeout: number;
  readonly maxAge: number;
};

/** What one field of a definition may hold. */
export type Field = {
  readonly field: string;
  readonly expected: string;
  readonly holds: (value: unknown) => boolean;
};

type Definition = {
  readonly name: string;
  readonly retry?: RetryDefinition;
  readonly timeout?: string;
  readonly maxAge?: string;
};

/** What the types say, checked again for those who write JavaScript or whose table is made by a program. Throws. */
export function checkFields(own: readonly Field[], definition: object): void {
  const given = new Map<string, unknown>(Object.entries(definition));
  const name = String(given.get('name'));
  const fields = [...COMMON, ...own];
  for (const { field, expected, holds } of fields) {
    if (!holds(given.get(field))) refuse(name, field, bad(expected, given.get(field)));
  }
  const known = fields.map(({ field }) => field);
  const unknown = [...given.keys()].find((field) => !known.includes(field));
  if (unknown === undefined) return;
  const guess = nearest(unknown, known);
  const fix = guess === undefined ? {} : { fix: `Did you mean "${guess}"?` };
  refuse(name, unknown, { ...bad(`one of ${known.join(', ')}`, unknown), ...fix });
}

/** The durations of a definition, defaults filled in. Throws. */
export function parseDelivery({ name, retry = {}, timeout = '20s', maxAge = '24h' }: Definition): DeliverySettings {
  const duration = (field: string, text: string) => valid(name, field, parseDuration(text));
  return {
    retry: {
      attempts: retry.attempts ?? 5,
      first: duration('retry.first', retry.first ?? '1s'),
      longest: duration('retry.longest', retry.longest ?? '60s'),
    },
    timeout: valid(name, 'timeout', parseTimeout(timeout)),
    maxAge: valid(name, 'maxAge', parseMaxAge(maxAge)),
  };
}

/** The value, or an Error that names the route and the field. */
export function valid<T>(name: string, field: string, result: Result<T>): T {
  return result.ok ? result.value : refuse(name, field, result.error);
}

export function refuse(name: string, field: string, problem: Problem): never {
  throw new Error(`Route ${name}, ${field}: ${describe(problem)}`);
}

export function bad(expected: string, got: unknown): Problem {
  return { code: 'bad-route', message: 'Not valid', expected, got: show(got) };
}

export function isOptional(holds: (value: unknown) => boolean): (value: unknown) => boolean {
  return (value) => value === undefined || holds(value);
}

/** A list of event types, at least one. */
export function isTypes(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.length > 0 && value.every((type) => typeof type === 'string' && type !== '');
}

const COMMON: readonly Field[] = [
  {
    field: 'name',
    expected: 'lower-case letters, digits and dashes, 63 at most',
    holds: (value) => typeof value === 'string' && /^[a-z0-9][a-z0-9-]{0,62}$/.test(value),
  },
  {
    field: 'emits',
    expected: 'a list of event types',
    holds: isOptional((value) => Array.isArray(value) && (value.length === 0 || isTypes(value))),
  },
  { field: 'retry', expected: 'attempts from 1, first and longest as durations', holds: isOptional(isRetry) },
  { field: 'timeout', expected: 'a duration', holds: isOptional((value) => typeof value === 'string') },
  { field: 'maxAge', expected: 'a duration', holds: isOptional((value) => typeof value === 'string') },
];

function isRetry(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { attempts = 1, first = '1s', longest = '1s', ...unknown } = value;
  const durations = typeof first === 'string' && typeof longest === 'string';
  return Number.isInteger(attempts) && Number(attempts) >= 1 && durations && Object.keys(unknown).length === 0;
}

/** A timer holds at most 2^31 - 1 milliseconds, and would fire at once for more. */
function parseTimeout(text: string): Result<number> {
  const timeout = parseDuration(text);
  if (!timeout.ok || (timeout.value > 0 && timeout.value < 2 ** 31)) return timeout;
  return fail(bad('a duration from 1ms to 24d', text));
}

const LONGEST_AGE = 13 * 86_400_000;

/** A claim is kept for two weeks at most: an event that outlived it would begin anew, for ever. */
function parseMaxAge(text: string): Result<number> {
  const age = parseDuration(text);
  return !age.ok || age.value <= LONGEST_AGE ? age : fail(bad('a duration up to 13d', text));
}
