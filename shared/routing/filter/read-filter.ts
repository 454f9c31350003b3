import { isObject } from '../../schemas/json.ts';
import { pointer } from '../../schemas/pointer.ts';
import { fail, ok, type Result, show } from '../../schemas/result.ts';
import type { SqlOptions } from '../cesql/parse.ts';
import type { Filter } from '../filter.ts';
import { nearest } from '../match/nearest.ts';
import { readAttributes } from './read-attributes.ts';
import { readSql } from './read-sql.ts';

/** Deeper than this filters do not nest; and more filters and attributes than that there are not, all together. */
export const MAX_FILTER_DEPTH = 64;
export const MAX_FILTERS = 10_000;

/** A part of the input with its place, how deep it lies, and what is counted over the whole input. */
export type Part = { readonly input: unknown; readonly at: string; readonly depth: number; readonly reading: Reading };
type Reading = { count: number; readonly options: SqlOptions };

/** One filter, or an array of them as an `all`. */
export function readAll(input: unknown, options: SqlOptions): Result<Filter> {
  const part: Part = { input, at: '', depth: 1, reading: { count: 0, options } };
  if (!Array.isArray(input)) return readFilter(part);
  const filters = readList(part, input);
  return filters.ok ? ok({ kind: 'all', filters: filters.value, at: '' }) : filters;
}

const DIALECTS = new Map<string, (part: Part) => Result<Filter>>([
  ['exact', (part) => readAttributes('exact', part)],
  ['prefix', (part) => readAttributes('prefix', part)],
  ['suffix', (part) => readAttributes('suffix', part)],
  ['all', (part) => readGroup('all', part)],
  ['any', (part) => readGroup('any', part)],
  ['not', readNot],
  ['sql', readSql],
]);

function readFilter(part: Part): Result<Filter> {
  const { input, at, depth } = part;
  const room = take(part, 1);
  if (!room.ok) return room;
  if (depth > MAX_FILTER_DEPTH) {
    const expected = `at most ${MAX_FILTER_DEPTH} levels`;
    return fail({ code: 'too-deep', message: 'The filters nest too deep', at, expected });
  }
  const dialects = isObject(input) ? Object.keys(input) : [];
  const [dialect] = dialects;
  if (!isObject(input) || dialect === undefined || dialects.length > 1) {
    const got = dialects.length > 1 ? `${dialects.length} of them` : show(input);
    return fail({ code: 'bad-filter', message: 'A filter is an object with one dialect', at, expected: NAMES, got });
  }
  return readDialect(dialect, { ...part, input: input[dialect], at: at + pointer(dialect) });
}

const NAMES = `one of ${[...DIALECTS.keys()].join(', ')}`;
/** Knative's name for it. */
const ALIASES = new Map([['cesql', 'sql']]);

function readDialect(dialect: string, part: Part): Result<Filter> {
  const read = DIALECTS.get(dialect);
  if (read !== undefined) return read(part);
  const guess = ALIASES.get(dialect) ?? nearest(dialect, [...DIALECTS.keys()]);
  const fix = guess === undefined ? {} : { fix: `Did you mean "${guess}"?` };
  const message = `There is no filter dialect ${show(dialect)}`;
  return fail({ code: 'unknown-dialect', message, at: part.at, expected: NAMES, ...fix });
}

function readGroup(kind: 'all' | 'any', part: Part): Result<Filter> {
  const { input, at } = part;
  if (!Array.isArray(input) || input.length === 0) {
    const expected = 'an array of at least one filter';
    return fail({ code: 'bad-filter', message: `${kind} takes filters`, at, expected, got: show(input) });
  }
  const filters = readList(part, input);
  return filters.ok ? ok({ kind, filters: filters.value, at }) : filters;
}

function readNot(part: Part): Result<Filter> {
  const filter = readFilter({ ...part, depth: part.depth + 1 });
  return filter.ok ? ok({ kind: 'not', filter: filter.value, at: part.at }) : filter;
}

function readList(part: Part, inputs: readonly unknown[]): Result<readonly Filter[]> {
  const filters: Filter[] = [];
  for (const [index, input] of inputs.entries()) {
    const filter = readFilter({ ...part, input, at: part.at + pointer(index), depth: part.depth + 1 });
    if (!filter.ok) return filter;
    filters.push(filter.value);
  }
  return ok(filters);
}

/** Counts what was read. */
export function take({ at, reading }: Part, count: number): Result<number> {
  reading.count += count;
  if (reading.count <= MAX_FILTERS) return ok(reading.count);
  const expected = `at most ${MAX_FILTERS}`;
  return fail({ code: 'too-many', message: 'There are too many filters and attributes', at, expected });
}
