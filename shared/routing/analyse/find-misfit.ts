import { type Schema, tryFor } from '../../schemas/schema.ts';
import { inWords } from '../explain/in-words.ts';
import { ABSENT, type Domain, mayHold } from './domain.ts';
import { domainInWords } from './domain-in-words.ts';
import { type Conflict, isInData } from './find-contradiction.ts';
import { branchesOf, domainAt, toRoot } from './schema-domain.ts';
import type { Want } from './wants.ts';

/**
 * What in one way to satisfy a route no payload has that fits the route's schema, so that whatever the route wants ends as a dead letter.
 * `jsonSchema` is what the schema takes, before it transforms it.
 */
export function findMisfit(want: Want, schema: Schema, jsonSchema: unknown): Conflict | undefined {
  const fields = want.filter(({ path }) => isInData(path));
  const domains = branchesOf(jsonSchema).map((branch) => (path: string) => dataDomain(path, branch, jsonSchema));
  const branches = takesNothing(schema) ? [...domains, () => ABSENT] : domains;
  let conflict: Conflict | undefined;
  for (const domainOf of branches) {
    const field = fields.find(({ path, any }) => !any.some((condition) => mayHold(condition, domainOf(path))));
    if (field === undefined) return undefined;
    conflict ??= { at: field.at, message: misfit(field.path, inWords(field.any), domainOf(field.path)) };
  }
  return conflict;
}

function dataDomain(path: string, branch: unknown, jsonSchema: unknown): Domain {
  return domainAt(branch, path.split('.').slice(1), toRoot(jsonSchema));
}

function misfit(path: string, wanted: string, domain: Domain): string {
  return `${path} cannot be ${wanted}: the schema takes ${domainInWords(domain)} there`;
}

/** Whether an event without data may fit. A schema that needs time to answer is taken to say yes. */
function takesNothing(schema: Schema): boolean {
  try {
    const verdict = tryFor(schema, undefined);
    if (!(verdict instanceof Promise)) return verdict.issues === undefined;
    verdict.catch(() => {});
    return true;
  } catch {
    return true;
  }
}
