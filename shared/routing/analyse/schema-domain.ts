import { isObject } from '../../schemas/json.ts';
import { isLeaf } from '../match/leaf.ts';
import { ABSENT, ALL_NUMBERS, ANY_TEXT, ANYTHING, type Domain, intersect, NEVER, only, union } from './domain.ts';

type Schema = Readonly<Record<string, unknown>>;
/** The whole schema, for references into it, and how many more steps may be taken in all. */
type Root = { readonly schema: unknown; steps: number };

/** A schema that leads on and on, as one that refers to itself does, says no more than that anything may be there. */
const MOST_STEPS = 1_000;

/**
 * Which leaves values that fit a JSON Schema (draft 2020-12) may have at a path of keys, never fewer. Keywords that are not read, such as
 * `pattern` and `if`, only allow less, so that leaving them out is safe.
 */
export function domainAt(schema: unknown, keys: readonly string[], root = toRoot(schema)): Domain {
  if (schema === false) return NEVER;
  if (!isObject(schema) || root.steps-- <= 0) return ANYTHING;
  const inner = (other: unknown) => domainAt(other, keys, root);
  const parts = [ownDomain(schema, keys, root)];
  if (schema.$ref !== undefined) parts.push(inner(resolve(schema.$ref, root.schema)));
  for (const choices of [schema.anyOf, schema.oneOf]) if (Array.isArray(choices)) parts.push(union(choices.map(inner)));
  if (Array.isArray(schema.allOf)) parts.push(...schema.allOf.map(inner));
  if (isObject(schema.not) && Object.keys(schema.not).length === 0) parts.push(NEVER);
  return parts.reduce(intersect);
}

/** What references lead into: a schema, before it is taken apart. */
export function toRoot(schema: unknown): Root {
  return { schema, steps: MOST_STEPS };
}

/** The alternatives that a schema names at its top: a pattern must fit one of them as a whole. */
export function branchesOf(schema: unknown): readonly unknown[] {
  const choices = isObject(schema) ? (schema.anyOf ?? schema.oneOf) : undefined;
  return isObject(schema) && Array.isArray(choices)
    ? choices.map((choice: unknown) => ({ allOf: [{ ...schema, anyOf: undefined, oneOf: undefined }, choice] }))
    : [schema];
}

function resolve(ref: unknown, schema: unknown): unknown {
  if (typeof ref !== 'string' || !/^#(\/|$)/.test(ref)) return {};
  const keys = ref.split('/').slice(1);
  return keys.reduce<unknown>((value, key) => {
    const name = decodeURIComponent(key).replaceAll('~1', '/').replaceAll('~0', '~');
    return isObject(value) || Array.isArray(value) ? Reflect.get(value, name) : {};
  }, schema);
}

/** By the keywords that are about the value itself. */
function ownDomain(schema: Schema, keys: readonly string[], root: Root): Domain {
  const values = 'const' in schema ? [schema.const] : Array.isArray(schema.enum) ? schema.enum : undefined;
  // Of an object that is written out only its leaves could be told, which nobody has needed.
  if (values !== undefined && !values.every(isLeaf)) return ANYTHING;
  const types = typesOf(schema);
  const domains = types.map((type) => domainOfType(type, { schema, keys, root }));
  const byType = union(domains);
  return values === undefined ? byType : intersect(byType, keys.length > 0 ? ABSENT : union(values.map(leafDomain)));
}

const TYPES = ['object', 'array', 'string', 'number', 'boolean', 'null'];

function typesOf({ type, nullable }: Schema): readonly string[] {
  const types = Array.isArray(type) ? type : type === undefined ? TYPES : [type];
  return nullable === true ? [...types, 'null'] : types;
}

type Place = { readonly schema: Schema; readonly keys: readonly string[]; readonly root: Root };

function domainOfType(type: unknown, place: Place): Domain {
  if (type === 'object') return place.keys.length === 0 ? ABSENT : memberDomain(place);
  if (type === 'array') return union([ABSENT, ...elementDomains(place)]);
  if (place.keys.length > 0) return ABSENT;
  if (type === 'string') return ANY_TEXT;
  if (type === 'number' || type === 'integer') return { ...NEVER, numbers: [spanOf(place.schema, type === 'integer')] };
  if (type === 'boolean') return { ...NEVER, others: [true, false] };
  return type === 'null' ? { ...NEVER, others: [null] } : ANYTHING;
}

function leafDomain(value: unknown): Domain {
  if (typeof value === 'string') return { ...NEVER, texts: [value] };
  if (typeof value === 'number') return { ...NEVER, numbers: [only(value)] };
  return typeof value === 'boolean' || value === null ? { ...NEVER, others: [value] } : ANYTHING;
}

function spanOf({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: Schema, integer: boolean) {
  if (!integer && [minimum, maximum, exclusiveMinimum, exclusiveMaximum].every((bound) => bound === undefined))
    return ALL_NUMBERS;
  const span = { ...ALL_NUMBERS, integer };
  if (typeof minimum === 'number') Object.assign(span, { low: minimum });
  if (typeof maximum === 'number') Object.assign(span, { high: maximum });
  if (typeof exclusiveMinimum === 'number' && exclusiveMinimum >= span.low)
    Object.assign(span, { low: exclusiveMinimum, lowOpen: true });
  if (typeof exclusiveMaximum === 'number' && exclusiveMaximum <= span.high)
    Object.assign(span, { high: exclusiveMaximum, highOpen: true });
  return span;
}

/** The first key may be a member's name, or the first two with a dot between, and so on. */
function memberDomain({ schema, keys, root }: Place): Domain {
  const ways = keys
    .map((_, index) => [keys.slice(0, index + 1).join('.'), keys.slice(index + 1)] as const)
    .filter(([name], index) => index === 0 || speaksOf(name, schema))
    .map(([name, rest]) => wayInto(name, rest, { schema, root }));
  return { ...union(ways), absent: ways.every(({ absent }) => absent) };
}

/**
 * Whether a schema says of such a member what it is. A dotted name that it merely lets pass is not reckoned with: else any object that may
 * have more members could have one that is spelled like the path of another, and nothing could be said of what is nested.
 */
function speaksOf(name: string, { properties, patternProperties, additionalProperties }: Schema): boolean {
  if (isObject(properties) && Object.hasOwn(properties, name)) return true;
  return (
    patternProperties !== undefined || (isObject(additionalProperties) && Object.keys(additionalProperties).length > 0)
  );
}

function wayInto(name: string, rest: readonly string[], { schema, root }: Omit<Place, 'keys'>): Domain {
  const { properties, patternProperties, additionalProperties = true, required } = schema;
  const isNamed = isObject(properties) && Object.hasOwn(properties, name);
  const inner = isNamed ? properties[name] : patternProperties === undefined ? additionalProperties : true;
  const isRequired = Array.isArray(required) && required.includes(name) && !takesAnything(inner, root);
  const domain = inner === false ? ABSENT : domainAt(inner, rest, root);
  return isRequired ? domain : { ...domain, absent: true };
}

/** Of what takes anything, zod says that it is required, and then takes nothing as well. */
function takesAnything(schema: unknown, root: Root): boolean {
  if (!isObject(schema) || root.steps-- <= 0) return schema !== false;
  const loose = (other: unknown) => takesAnything(other, root);
  if (['type', 'enum', 'const', 'not'].some((keyword) => schema[keyword] !== undefined)) return false;
  if (schema.$ref !== undefined && !loose(resolve(schema.$ref, root.schema))) return false;
  const choices = [schema.anyOf, schema.oneOf].filter((choice) => Array.isArray(choice));
  const parts: readonly unknown[] = Array.isArray(schema.allOf) ? schema.allOf : [];
  return choices.every((choice) => choice.some(loose)) && parts.every(loose);
}

function elementDomains({ schema, keys, root }: Place): readonly Domain[] {
  const { items = true, prefixItems = [] } = schema;
  // An older draft has the first elements' schemas here, and says elsewhere what follows them.
  const all = Array.isArray(items) ? [true] : [items, ...(Array.isArray(prefixItems) ? prefixItems : [])];
  return all.map((item) => domainAt(item, keys, root));
}
