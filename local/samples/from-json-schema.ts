import { isObject } from '../../shared/schemas/json.ts';

/** A JSON Schema (draft 2020-12) as a schema library writes it. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/**
 * A value that fits a JSON Schema, optional properties included: `name` is the property's, which says more of what people expect there
 * than `string` does. Throws where it knows no value, such as for a pattern that it has not met.
 */
export function fromJsonSchema(schema: JsonSchema, name = ''): unknown {
  if ('const' in schema) return schema.const;
  if (Array.isArray(schema.enum)) return schema.enum[0];
  const [choice] = [schema.anyOf, schema.oneOf, schema.allOf].flatMap((schemas) => schemas ?? []);
  if (isObject(choice)) return fromJsonSchema(choice, name);
  const make = typeof schema.type === 'string' ? MAKERS.get(schema.type) : undefined;
  if (make === undefined) throw new Error(`No sample for "${name}": ${JSON.stringify(schema)}`);
  return make(schema, name);
}

const MAKERS = new Map<string, (schema: JsonSchema, name: string) => unknown>([
  ['object', toObject],
  ['array', toArray],
  ['string', toText],
  ['integer', toNumber],
  ['number', toNumber],
  ['boolean', () => true],
  ['null', () => null],
]);

function toObject({ properties }: JsonSchema): unknown {
  const members = Object.entries(isObject(properties) ? properties : {});
  return Object.fromEntries(
    members.flatMap(([name, member]) => (isObject(member) ? [[name, fromJsonSchema(member, name)]] : [])),
  );
}

function toArray({ items, minItems }: JsonSchema, name: string): unknown {
  const length = Math.max(1, Number(minItems ?? 1));
  return isObject(items) ? Array.from({ length }, () => fromJsonSchema(items, name)) : [];
}

function toNumber({ minimum, exclusiveMinimum, maximum }: JsonSchema): number {
  const least = Math.max(Number(minimum ?? 0), Number(exclusiveMinimum ?? -1) + 1);
  return Math.min(Math.max(least, 1), Number(maximum ?? Number.POSITIVE_INFINITY));
}

const BY_FORMAT = new Map<unknown, () => string>([
  ['date-time', () => new Date().toISOString()],
  ['date', () => new Date().toISOString().slice(0, 10)],
  ['email', () => 'ada@example.com'],
  ['uri', () => 'https://example.com/'],
  ['uuid', () => '6f1c0b6e-3f0a-4f5e-9a55-1d2c3b4a5968'],
]);

/** By the property's name: what a reader of the sample expects there. */
const BY_NAME = new Map([
  ['bucket', 'uploads'],
  ['carrier', 'Example Post'],
  ['contentType', 'image/jpeg'],
  ['currency', 'EUR'],
  ['email', 'ada@example.com'],
  ['orderId', 'order-1'],
  ['version', '1'],
]);

function toText(schema: JsonSchema, name: string): string {
  const { pattern, format, minLength } = schema;
  const candidates = [BY_FORMAT.get(format)?.(), BY_NAME.get(name), `${name || 'sample'}-1`, 'EUR', '1', '2026-01-31'];
  const wanted = typeof pattern === 'string' ? new RegExp(pattern) : /(?:)/;
  const found = candidates.find((text) => text !== undefined && wanted.test(text));
  if (found === undefined) throw new Error(`No sample for "${name}": ${JSON.stringify(schema)}`);
  return found.padEnd(Number(minLength ?? 0), '-');
}
