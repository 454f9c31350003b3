import { isObject } from '../../schemas/json.ts';
import { pointer } from '../../schemas/pointer.ts';
import { fail, ok, type Problem, type Result, show } from '../../schemas/result.ts';
import type { Alternative, Field } from '../pattern.ts';
import type { Condition } from './condition.ts';
import { OR_RESERVED } from './or-reserved.ts';
import { parseCondition } from './parse-condition.ts';
import { notAnArray, reserved, tooMany } from './pattern-problems.ts';

/** The figures that keep a pattern from becoming work for minutes: each is far above what EventBridge takes. */
export const MAX_ALTERNATIVES = 1_000;
export const MAX_CONDITIONS = 100_000;
export const MAX_FIELDS = 50_000;

type Members = Readonly<Record<string, unknown>>;

/**
 * Reads `$or` as an operator; where that fails anywhere, the whole pattern is read again with `$or` as a name like any other, which is how
 * event-ruler goes on taking the patterns that are older than the operator. What is reported is what kept it from being one.
 */
export function readPattern(pattern: Members): Result<readonly Alternative[]> {
  const reading = createReading(true);
  const read = readAs(pattern, reading);
  // Up to the first $or there is nothing that could be read in another way.
  if (read.ok || !reading.metOr) return read;
  const plain = readAs(pattern, createReading(false));
  return plain.ok ? plain : read;
}

/** Fields by path: a path that is written twice, nested and dotted, means what was written last. */
type Fields = Map<string, Field>;
type Place = {
  readonly path: string | undefined;
  readonly at: string;
  readonly insideOr: boolean;
};
/** `size` is how many fields all alternatives have together. */
type Reading = {
  readonly operators: boolean;
  metOr: boolean;
  alternatives: readonly Fields[];
  size: number;
  conditions: number;
};

function createReading(operators: boolean): Reading {
  return { operators, metOr: false, alternatives: [new Map()], size: 0, conditions: 0 };
}

function readAs(pattern: Members, reading: Reading): Result<readonly Alternative[]> {
  const problem = readObject(pattern, { path: undefined, at: '', insideOr: false }, reading);
  return problem === undefined ? ok(reading.alternatives.map((fields) => [...fields.values()])) : fail(problem);
}

/** Recursion is safe: a pattern is at most MAX_DEPTH deep. */
function readObject(object: Members, place: Place, reading: Reading): Problem | undefined {
  const entries = Object.entries(object);
  if (entries.length === 0)
    return { code: 'empty-pattern', message: 'A pattern object needs at least one field', at: place.at };
  for (const [key, value] of entries) {
    const problem = readMember(key, value, place, reading);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function readMember(key: string, value: unknown, place: Place, reading: Reading): Problem | undefined {
  const at = place.at + pointer(key);
  if (reading.operators && key === '$or') return readOr(value, { ...place, at }, reading);
  if (reading.operators && place.insideOr && OR_RESERVED.has(key)) return reserved(key, at);
  const path = place.path === undefined ? key : `${place.path}.${key}`;
  const inner = { path, at, insideOr: place.insideOr };
  return isObject(value) ? readObject(value, inner, reading) : readField(value, inner, reading);
}

function readOr(value: unknown, place: Place, reading: Reading): Problem | undefined {
  reading.metOr = true;
  if (!Array.isArray(value) || value.length < 2 || !value.every(isObject)) {
    const expected = 'an array of two objects or more';
    return {
      code: 'bad-or',
      message: '$or holds the patterns of which one must match',
      at: place.at,
      expected,
      got: show(value),
    };
  }
  const branches: Branches = { before: { ...reading }, alternatives: [], size: 0 };
  for (const [index, branch] of value.entries()) {
    const problem = readBranch(
      branch,
      { ...place, at: place.at + pointer(index), insideOr: true },
      { reading, branches },
    );
    if (problem !== undefined) return problem;
  }
  reading.alternatives = branches.alternatives;
  reading.size = branches.size;
  return undefined;
}

/** What was read before an `$or`, which each branch goes on from, and what the branches gave. */
type Branches = { readonly before: Reading; alternatives: readonly Fields[]; size: number };
type Or = { readonly reading: Reading; readonly branches: Branches };

function readBranch(branch: Members, place: Place, { reading, branches }: Or): Problem | undefined {
  reading.alternatives = branches.before.alternatives.map((fields) => new Map(fields));
  reading.size = branches.before.size;
  const problem = readObject(branch, place, reading);
  branches.alternatives = [...branches.alternatives, ...reading.alternatives];
  branches.size += reading.size;
  if (problem !== undefined) return problem;
  if (branches.alternatives.length > MAX_ALTERNATIVES) return tooMany('alternatives', MAX_ALTERNATIVES, place.at);
  return branches.size > MAX_FIELDS ? tooMany('fields in all its alternatives', MAX_FIELDS, place.at) : undefined;
}

function readField(value: unknown, place: Place, reading: Reading): Problem | undefined {
  if (!Array.isArray(value)) return notAnArray(value, place.at);
  if (value.length === 0)
    return {
      code: 'empty-pattern',
      message: 'An empty array matches nothing',
      at: place.at,
      expected: 'at least one value',
    };
  reading.conditions += value.length;
  if (reading.conditions > MAX_CONDITIONS) return tooMany('conditions', MAX_CONDITIONS, place.at);
  const any = readConditions(value, place.at);
  return any.ok ? addField({ path: place.path ?? '', at: place.at, any: any.value }, reading) : any.error;
}

function readConditions(values: readonly unknown[], at: string): Result<readonly Condition[]> {
  const any: Condition[] = [];
  for (const [index, item] of values.entries()) {
    const condition = parseCondition(item, at + pointer(index));
    if (!condition.ok) return condition;
    any.push(condition.value);
  }
  return ok(any);
}

function addField(field: Field, reading: Reading): Problem | undefined {
  reading.size += reading.alternatives.length;
  if (reading.size > MAX_FIELDS) return tooMany('fields in all its alternatives', MAX_FIELDS, field.at);
  for (const fields of reading.alternatives) fields.set(field.path, field);
  return undefined;
}
