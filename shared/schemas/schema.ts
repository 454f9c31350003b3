import { config, safeParse, safeParseAsync } from 'zod/mini';
import { $ZodAsyncError, type $ZodType } from 'zod/v4/core';
import en from 'zod/v4/locales/en.js';
import { pointer } from './pointer.ts';
import { fail, kindOf, ok, type Result } from './result.ts';

// `zod/v4/core` holds the classes of zod/mini, whose own export of them brings all of zod into a bundle.
// zod/mini comes without words: every problem would be an "Invalid input". Asked for through `z`, they would come in every language.
config(en());

/** The part of Standard Schema v1 (standardschema.dev) that we use: any library that implements it fits. */
export type Schema<Output = unknown> = {
  readonly '~standard': {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (value: unknown) => Verdict<Output> | Promise<Verdict<Output>>;
    readonly types?: { readonly input: unknown; readonly output: Output } | undefined;
  };
};

type Verdict<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | {
      readonly issues: readonly {
        readonly message: string;
        readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
      }[];
    };

/** `data` as the schema's output; the problem names the first place under `/data` that does not fit, what was expected and what came. */
export async function validate<Output>(schema: Schema<Output>, data: unknown): Promise<Result<Output>> {
  const verdict = await tryFor(schema, data);
  if (verdict.issues === undefined) return ok(verdict.value);
  const issue = verdict.issues[0];
  const keys = (issue?.path ?? []).map((step) => (typeof step === 'object' ? step.key : step));
  return fail({
    code: 'schema',
    message: 'The data does not fit the schema',
    at: pointer('data', ...keys.map(String)),
    expected: wanted(issue?.message ?? 'data that fits'),
    got: kindOf(reach(data, keys)),
  });
}

/**
 * What the schema says, at once where it can. Zod is asked by its own function: its Standard Schema one parses again as if all were
 * asynchronous after a throw, and may leave a promise behind whose rejection ends the process.
 */
export function tryFor<Output>(schema: Schema<Output>, data: unknown): Verdict<Output> | Promise<Verdict<Output>> {
  if (!isZod(schema)) return schema['~standard'].validate(data);
  if (slow.has(schema)) return safeParseAsync(schema, data).then(toVerdict);
  try {
    return toVerdict(safeParse(schema, data));
  } catch (error) {
    if (!(error instanceof $ZodAsyncError)) throw error;
    slow.add(schema);
    return tryFor(schema, data);
  }
}

/**
 * Those that were found to need time. Zod finds out by beginning what needs it, and leaves that behind: it cannot be told before, but
 * need not happen again.
 */
const slow = new WeakSet<Schema>();

function toVerdict<Output>(parsed: ReturnType<typeof safeParse<$ZodType<Output>>>): Verdict<Output> {
  return parsed.success ? { value: parsed.data } : { issues: parsed.error.issues };
}

function isZod<Output>(schema: Schema<Output>): schema is Schema<Output> & $ZodType<Output> {
  return '_zod' in schema;
}

/** Of "Invalid input: expected string, received number" what is expected; any other wording is kept. */
function wanted(message: string): string {
  return /: expected (.+?)(?:, received .*)?$/.exec(message)?.[1] ?? message;
}

function reach(data: unknown, keys: readonly PropertyKey[]): unknown {
  return keys.reduce(
    (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
    data,
  );
}
