import { OR_RESERVED } from '../../../shared/routing/match/or-reserved.ts';
import { someTest } from '../../../shared/routing/match/test-leaf.ts';
import type { Alternative, Field } from '../../../shared/routing/pattern.ts';
import { ABSENT, EXISTS, type Lower } from './lowered.ts';
import { hasHalfPair } from './text-traps.ts';

export type NativeField = { readonly path: string; readonly any: readonly unknown[] };

/** Fields of which each must hold, no two on one path; `whys` says what the router still has to check. */
export type NativeAlternative = { readonly fields: readonly NativeField[]; readonly whys: readonly string[] };

/** `inBatches`: several events may lie in one array, where what is missing in one is sought in all of them. */
export type Dialect = { readonly lower: Lower; readonly inBatches: boolean };

/** The alternative in AWS's own words; undefined when nothing can satisfy it. */
export function lowerAlternative(alternative: Alternative, dialect: Dialect): NativeAlternative | undefined {
  const { kept, whys } = sayable(oneForEachPath(alternative), dialect);
  const fields = kept.map((field) => lowerField(field, dialect.lower));
  if (fields.some(({ any }) => any.length === 0)) return undefined;
  return {
    fields: fields.map(({ path, any }) => ({ path, any })),
    whys: [...new Set([...whys, ...fields.flatMap((field) => field.whys)])],
  };
}

type Sifted = { readonly kept: readonly Field[]; readonly whys: readonly string[] };

/** A pattern has one field for each path, where the pattern and the filters of a route may both have one. */
function oneForEachPath(fields: Alternative): Sifted {
  const paths = [...Map.groupBy(fields, ({ path }) => path).values()];
  const merged = paths.map((group) =>
    group.reduce((one, other) => narrowed(one, other) ?? narrowed(other, one) ?? one),
  );
  const whys = paths.flatMap((group, index) =>
    isAll(group, merged[index]) ? [] : [`${group[0]?.path} (asked twice)`],
  );
  return { kept: merged, whys };
}

/** The values of a list for which the other field holds too. */
function narrowed(one: Field, other: Field): Field | undefined {
  const values = one.any.flatMap((condition) => (condition.kind === 'equals' ? [condition] : []));
  if (values.length < one.any.length) return undefined;
  const test = someTest(other.any);
  return { ...one, any: values.filter(({ value }) => test(value)) };
}

function isAll(group: readonly Field[], merged: Field | undefined): boolean {
  return group.length === 1 || (merged !== undefined && !group.includes(merged));
}

/**
 * Leaves out what a pattern cannot say. `exists: false` goes with it, and everywhere where events come in batches: it is judged in the
 * elements that the other fields have chosen, so that without them it could fail where it held.
 */
function sayable({ kept, whys }: Sifted, { inBatches }: Dialect): Sifted {
  const unsaid = kept.filter(({ path }) => !isSayable(path, kept));
  const said = kept.filter((field) => !unsaid.includes(field));
  const absent = unsaid.length > 0 || inBatches ? said.filter(asksForAbsence) : [];
  return {
    kept: said.filter((field) => !absent.includes(field)),
    whys: [
      ...whys,
      ...unsaid.map(({ path }) => `${path} (its name is none that can stand below $or)`),
      ...absent.map(({ path }) => `${path} (what is missing is sought elsewhere too)`),
    ],
  };
}

function isSayable(path: string, fields: readonly Field[]): boolean {
  const isReserved = path.split('.').some((key) => key === '$or' || OR_RESERVED.has(key));
  return !isReserved && !hasHalfPair(path) && !fields.some((other) => path.startsWith(`${other.path}.`));
}

function asksForAbsence({ any }: Field): boolean {
  return any.some((condition) => condition.kind === 'exists' && !condition.exists);
}

function lowerField(field: Field, lower: Lower): NativeField & { readonly whys: readonly string[] } {
  const lowered = field.any.map(lower);
  const whys = lowered.flatMap(({ why }) => (why === undefined ? [] : [`${field.path} (${why})`]));
  return {
    path: field.path,
    any: simplified(
      withNull(
        field,
        lowered.flatMap(({ any }) => any),
      ),
    ),
    whys,
  };
}

/** In JSON an attribute that is null is none (CloudEvents 1.0.2 JSON format §2.2); to AWS null is a value that is there. */
function withNull({ path, any }: Field, conditions: readonly unknown[]): readonly unknown[] {
  const isAttribute = !/^data(?:_base64)?$|\./.test(path);
  return isAttribute && asksForAbsence({ path, at: '', any }) ? [...conditions, null] : conditions;
}

/** Beside any leaf at all no other condition says anything but that there may be none. */
export function simplified(conditions: readonly unknown[]): readonly unknown[] {
  const unique = [...new Map(conditions.map((one) => [JSON.stringify(one), one])).values()];
  if (!unique.includes(EXISTS)) return unique;
  return unique.includes(ABSENT) ? [EXISTS, ABSENT] : [EXISTS];
}
