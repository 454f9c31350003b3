import { isObject } from '../schemas/json.ts';
import { describe, fail, type Problem, type Result, show } from '../schemas/result.ts';
import type { Schema } from '../schemas/schema.ts';
import type { Handler } from './context.ts';
import { parseDuration } from './duration.ts';
import { nearest } from './match/nearest.ts';
import { type Pattern, parsePattern } from './pattern.ts';

/** What a user writes: see docs/routes.md. Durations are texts such as '20s'. */
export type RouteDefinition<Data, Emits extends string> = {
  readonly name: string;
  /** One or more event types, exact. */
  readonly on: string | readonly string[];
  /** A content pattern over the event's JSON form: attributes at the top, the payload under `data`. */
  readonly where?: object;
  /** Any Standard Schema; its output is the type of `event.data` in the handler. */
  readonly schema: Schema<Data>;
  readonly handle: Handler<Data, NoInfer<Emits>>;
  /** The event types that the handler may emit. */
  readonly emits?: readonly Emits[];
  readonly retry?: RetryDefinition;
  /** How long one run may take, 20 s unless told. */
  readonly timeout?: string;
  /** How long after its first try an event is given up, 24 h unless told. */
  readonly maxAge?: string;
  /** Keeps events of one subject in order within a lane. */
  readonly order?: 'subject';
};

/** 5 attempts, 1 s doubling to 60 s with jitter, unless told. */
export type RetryDefinition = { readonly attempts?: number; readonly first?: string; readonly longest?: string };

/** A route made ready: durations in milliseconds, the pattern parsed. */
export type Route = {
  readonly name: string;
  readonly on: readonly string[];
  readonly where: Pattern | undefined;
  readonly schema: Schema;
  /** Takes what `schema` gives: only who has validated the data may call it. */
  readonly handle: Handler<never, string>;
  readonly emits: readonly string[];
  readonly retry: { readonly attempts: number; readonly first: number; readonly longest: number };
  readonly timeout: number;
  readonly maxAge: number;
  readonly order: 'subject' | undefined;
};

/** Checks one route. Throws an Error that names the route and the place: a deploy must fail, and not an event. */
export function route<Data, Emits extends string = never>(definition: RouteDefinition<Data, Emits>): Route {
  const { name, on, where, schema, handle, emits = [], retry = {}, order } = definition;
  checkShape(definition);
  const value = <T>(field: string, result: Result<T>): T =>
    result.ok ? result.value : refuse(name, field, result.error);
  const duration = (field: string, text: string) => value(field, parseDuration(text));
  return {
    name,
    on: typeof on === 'string' ? [on] : on,
    where: where === undefined ? undefined : value('where', parsePattern(where)),
    schema,
    handle: handle as Route['handle'], // the Data and Emits that were checked here are forgotten in the table
    emits,
    retry: {
      attempts: retry.attempts ?? 5,
      first: duration('retry.first', retry.first ?? '1s'),
      longest: duration('retry.longest', retry.longest ?? '60s'),
    },
    timeout: value('timeout', parseTimeout(definition.timeout ?? '20s')),
    maxAge: duration('maxAge', definition.maxAge ?? '24h'),
    order,
  };
}

const FIELDS: readonly {
  readonly field: string;
  readonly expected: string;
  readonly holds: (value: unknown) => boolean;
}[] = [
  {
    field: 'name',
    expected: 'lower-case letters, digits and dashes, 63 at most',
    holds: (value) => typeof value === 'string' && /^[a-z0-9][a-z0-9-]{0,62}$/.test(value),
  },
  {
    field: 'on',
    expected: 'an event type or a list of them',
    holds: (value) => isTypes(typeof value === 'string' ? [value] : value) && value !== '',
  },
  { field: 'where', expected: 'a content pattern', holds: isOptional((value) => typeof value === 'object') },
  {
    field: 'schema',
    expected: 'a Standard Schema, such as one of zod',
    // Some libraries' schemas are functions.
    holds: (value) => (typeof value === 'function' || isObject(value)) && '~standard' in value,
  },
  { field: 'handle', expected: 'a function', holds: (value) => typeof value === 'function' },
  {
    field: 'emits',
    expected: 'a list of event types',
    holds: isOptional((value) => Array.isArray(value) && (value.length === 0 || isTypes(value))),
  },
  { field: 'retry', expected: 'attempts from 1, first and longest as durations', holds: isOptional(isRetry) },
  { field: 'timeout', expected: 'a duration', holds: isOptional((value) => typeof value === 'string') },
  { field: 'maxAge', expected: 'a duration', holds: isOptional((value) => typeof value === 'string') },
  { field: 'order', expected: '"subject"', holds: isOptional((value) => value === 'subject') },
];

/** What the types say, checked again for those who write JavaScript or whose table is made by a program. */
function checkShape(definition: object): void {
  const given = new Map<string, unknown>(Object.entries(definition));
  const name = String(given.get('name'));
  for (const { field, expected, holds } of FIELDS) {
    if (!holds(given.get(field))) refuse(name, field, bad(expected, given.get(field)));
  }
  const known = FIELDS.map(({ field }) => field);
  const unknown = [...given.keys()].find((field) => !known.includes(field));
  if (unknown === undefined) return;
  const guess = nearest(unknown, known);
  const fix = guess === undefined ? {} : { fix: `Did you mean "${guess}"?` };
  refuse(name, unknown, { ...bad(`one of ${known.join(', ')}`, unknown), ...fix });
}

function isOptional(holds: (value: unknown) => boolean): (value: unknown) => boolean {
  return (value) => value === undefined || holds(value);
}

function isRetry(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { attempts = 1, first = '1s', longest = '1s', ...unknown } = value;
  const durations = typeof first === 'string' && typeof longest === 'string';
  return Number.isInteger(attempts) && Number(attempts) >= 1 && durations && Object.keys(unknown).length === 0;
}

function isTypes(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.length > 0 && value.every((type) => typeof type === 'string' && type !== '');
}

/** A timer holds at most 2^31 - 1 milliseconds, and would fire at once for more. */
function parseTimeout(text: string): Result<number> {
  const timeout = parseDuration(text);
  if (!timeout.ok || (timeout.value > 0 && timeout.value < 2 ** 31)) return timeout;
  return fail(bad('a duration from 1ms to 24d', text));
}

function bad(expected: string, got: unknown): Problem {
  return { code: 'bad-route', message: 'Not valid', expected, got: show(got) };
}

function refuse(name: string, field: string, problem: Problem): never {
  throw new Error(`Route ${name}, ${field}: ${describe(problem)}`);
}
