import { toJsonSchema } from '../schemas/json-schema.ts';
import { type Conflict, findContradiction, isInData } from './analyse/find-contradiction.ts';
import { findMisfit } from './analyse/find-misfit.ts';
import { findTwins } from './analyse/find-twins.ts';
import { findUnwanted } from './analyse/find-unwanted.ts';
import type { Finding } from './analyse/finding.ts';
import { type Want, wantsOf } from './analyse/wants.ts';
import type { Route } from './route.ts';
import type { Target } from './table.ts';

/**
 * What can be known of a table before an event comes, errors first. An error is proven: an event that the route matches and its schema
 * takes does not exist. What cannot be proven is not said.
 */
export function analyse(targets: readonly Target[]): readonly Finding[] {
  const routes = targets.filter((target) => target.kind === 'route');
  const findings = [...routes.flatMap(findImpossible), ...findTwins(routes), ...findUnwanted(targets)];
  return findings.toSorted((a, b) => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level));
}

const LEVELS: readonly Finding['level'][] = ['error', 'warning', 'note'];

/**
 * Throws an Error that names each route that can never work, and the place: a deploy must fail, and not an event. Its cause is the findings.
 */
export function checkRoutes(targets: readonly Target[]): void {
  const errors = targets.flatMap((target) => (target.kind === 'route' ? findImpossible(target) : [])).filter(isError);
  if (errors.length > 0) throw new Error(errors.map(describeFinding).join('\n'), { cause: errors });
}

function isError({ level }: Finding): boolean {
  return level === 'error';
}

/** `Route resize, where at /data/size: it can never match: …` on one line. */
export function describeFinding({ route, at = '', message, fix }: Finding): string {
  const [, field = '', rest = ''] = /^\/([^/]*)(.*)$/s.exec(at) ?? [];
  const place = `${field === '' ? '' : `, ${field}`}${rest === '' ? '' : ` at ${rest}`}`;
  return `Route ${route}${place}: ${message}${fix === undefined ? '' : `. ${fix}`}`;
}

function findImpossible(route: Route): readonly Finding[] {
  const wants = wantsOf(route);
  if (wants === undefined) return [];
  const never = inEvery(wants, (want) => findContradiction(want, route));
  if (never !== undefined) return [toError('never-matches', 'it can never match', { route, conflict: never, wants })];
  if (!wants.some((want) => want.some(({ path }) => isInData(path)))) return [];
  const jsonSchema = toJsonSchema(route.schema);
  if (jsonSchema === undefined) return [untold(route)];
  const misfit = inEvery(wants, (want) => findContradiction(want, route) ?? findMisfit(want, route.schema, jsonSchema));
  if (misfit === undefined) return [];
  return [toError('never-fits-schema', 'no data that fits its schema matches', { route, conflict: misfit, wants })];
}

/** The first conflict, where every way has one. */
function inEvery(wants: readonly Want[], find: (want: Want) => Conflict | undefined): Conflict | undefined {
  let first: Conflict | undefined;
  for (const want of wants) {
    const conflict = find(want);
    if (conflict === undefined) return undefined;
    first ??= conflict;
  }
  return first;
}

type Impossible = { readonly route: Route; readonly conflict: Conflict; readonly wants: readonly Want[] };

function toError(code: Finding['code'], what: string, { route, conflict, wants }: Impossible): Finding {
  const others = wants.length > 1 ? `, and no other alternative of ${wants.length} can be fulfilled either` : '';
  return { level: 'error', code, route: route.name, ...conflict, message: `${what}: ${conflict.message}${others}` };
}

function untold({ name }: Route): Finding {
  const message = 'its schema does not say what it takes, so that its pattern could not be held against it';
  return { level: 'note', code: 'schema-unknown', route: name, at: '/schema', message };
}
