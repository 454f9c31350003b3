import * as z from 'zod/mini';
import { isObject } from './json.ts';
import type { Schema } from './schema.ts';

/**
 * What a schema takes, as JSON Schema (draft 2020-12): never narrower than the schema itself. Undefined where its library does not say:
 * zod's schemas are asked through zod, all others through Standard JSON Schema (standardschema.dev/json-schema).
 */
export function toJsonSchema(schema: Schema): unknown {
  try {
    const standard: unknown = schema['~standard'];
    if (isZod(schema)) return z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', override: widen });
    const converter = isObject(standard) && isObject(standard.jsonSchema) ? standard.jsonSchema.input : undefined;
    return typeof converter === 'function' ? converter({ target: 'draft-2020-12' }) : undefined;
  } catch {
    // A schema that cannot be written as JSON Schema tells nothing, which is no mistake of whoever wrote it.
    return undefined;
  }
}

type Zod = z.core.$ZodType;

function isZod(schema: unknown): schema is Zod {
  return (typeof schema === 'object' || typeof schema === 'function') && schema !== null && '_zod' in schema;
}

/** Zod writes of these what they make of a value, though they take others too. */
function widen({ zodSchema, jsonSchema }: { zodSchema: Zod; jsonSchema: object }): void {
  if (!isLoose(zodSchema)) return;
  for (const key of Object.keys(jsonSchema)) Reflect.deleteProperty(jsonSchema, key);
}

function isLoose({ _zod: { def } }: Zod): boolean {
  if (def.type === 'catch' || def.type === 'success' || Reflect.get(def, 'coerce') === true) return true;
  // A value that is changed before its bounds are checked may lie outside them.
  return def.type === 'number' && (def.checks ?? []).some((check) => check._zod.def.check === 'overwrite');
}
