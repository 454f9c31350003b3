import { isObject } from '../../../shared/schemas/json.ts';
import { type NativeAlternative, type NativeField, simplified } from './lower-alternative.ts';
import { EXISTS } from './lowered.ts';
import type { Plan } from './plan.ts';

/**
 * The same plans without wildcards that begin with a star on a path where some other condition ignores case: of these two together
 * event-ruler loses events that each takes alone (seen in 2.1.0), in one field or in two branches below `$or`.
 */
export function untangle(plans: readonly Plan[]): readonly Plan[] {
  const fields = plans.flatMap(alternativesOf).flatMap((one) => one.fields);
  const folded = new Set(fields.filter(({ any }) => any.some(ignoresCase)).map(({ path }) => path));
  return plans.map((plan) => loosen(plan, ({ path, any }) => folded.has(path) && any.some(beginsWithStar)));
}

function loosen(plan: Plan, isTangled: (field: NativeField) => boolean): Plan {
  const tangled = alternativesOf(plan).flatMap((one) => one.fields.filter(isTangled));
  if (tangled.length === 0) return plan;
  const whys = tangled.map(({ path }) => `${path} (a wildcard that begins with a star, beside a text in any case)`);
  return {
    ...plan,
    alternatives: alternativesOf(plan).map(({ fields, whys: own }) => ({
      fields: fields.map((field) => (isTangled(field) ? withoutStars(field) : field)),
      whys: own,
    })),
    whys: [...new Set([...plan.whys, ...whys])],
  };
}

function alternativesOf({ alternatives }: Plan): readonly NativeAlternative[] {
  return alternatives === 'every' ? [] : alternatives;
}

function withoutStars({ path, any }: NativeField): NativeField {
  return { path, any: simplified(any.map((condition) => (beginsWithStar(condition) ? EXISTS : condition))) };
}

function ignoresCase(condition: unknown): boolean {
  return operandsOf(condition, 'equals-ignore-case').length > 0;
}

function beginsWithStar(condition: unknown): boolean {
  return operandsOf(condition, 'wildcard').some((text) => String(text).startsWith('*'));
}

/** The operator’s texts, whether they are wanted or excluded. */
function operandsOf(condition: unknown, operator: string): readonly unknown[] {
  const asked = isObject(condition) ? (condition['anything-but'] ?? condition) : undefined;
  return isObject(asked) ? [asked[operator] ?? []].flat() : [];
}
