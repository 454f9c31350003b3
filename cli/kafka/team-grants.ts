import { readFile } from 'node:fs/promises';
import { messageOf } from '../../shared/delivery/port-error.ts';
import { isObject } from '../../shared/schemas/json.ts';
import type { Holder } from './acls.ts';
import { type Grant, isPrincipal, type Operation, type ResourceKind } from './grant.ts';

/** Reads a file of teams. Rejects, naming the file, the team and what was expected. */
export async function readTeams(path: string): Promise<readonly Holder[]> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new Error(`--teams ${path} cannot be read: ${messageOf(error)}`);
  });
  const { parse } = await import('yaml');
  try {
    return teamGrants(parse(text));
  } catch (error) {
    throw new Error(`--teams ${path}: ${messageOf(error)}`);
  }
}

/** The grants of each principal of each team: `{ marketing: { reads: ['customer_feedback'] } }`. Throws on what is not of that form. */
export function teamGrants(teams: unknown): readonly Holder[] {
  if (!isObject(teams)) throw new Error('expected an object with a team in each member, as --help shows');
  return Object.entries(teams).flatMap(([name, team]) => {
    if (!isObject(team)) throw new Error(`team ${name}: expected an object such as { reads: [customer_feedback] }`);
    const unknown = Object.keys(team).find((key) => !MEMBERS.includes(key));
    if (unknown !== undefined) throw new Error(`team ${name}: got ${unknown}, expected one of ${MEMBERS.join(', ')}`);
    const grants = grantsOf(name, team);
    if (grants.length === 0) throw new Error(`team ${name}: expected reads, writes or all: true`);
    return principalsOf(name, team).map((principal) => ({ principal, grants }));
  });
}

function principalsOf(name: string, team: Readonly<Record<string, unknown>>): readonly string[] {
  const principals = namesIn(name, team, 'principals', [`User:${name}`]);
  if (principals.length === 0) throw new Error(`team ${name}, principals: expected at least one`);
  const wrong = principals.find((principal) => !isPrincipal(principal));
  if (wrong === undefined) return principals;
  throw new Error(`team ${name}, principals: expected TYPE:NAME, such as User:${wrong}, got ${wrong}`);
}

const MEMBERS: readonly string[] = ['principals', 'reads', 'writes', 'groups', 'all'];

function grantsOf(name: string, team: Readonly<Record<string, unknown>>): readonly Grant[] {
  if (team.all === true)
    return EVERYTHING.map((resource) => ({ ...toGrant(resource, '*', 'All'), why: `${name} may do everything` }));
  const [reads, writes] = [namesIn(name, team, 'reads', []), namesIn(name, team, 'writes', [])];
  const groups = namesIn(name, team, 'groups', reads.length === 0 ? [] : [name, `${name}.*`]);
  return [
    ...reads.map((topic) => ({ ...toGrant('topic', topic, 'Read'), why: `${name} reads it` })),
    ...writes.map((topic) => ({ ...toGrant('topic', topic, 'Write'), why: `${name} writes it` })),
    ...groups.map((group) => ({ ...toGrant('group', group, 'Read'), why: `a group of ${name}` })),
  ];
}

const EVERYTHING: readonly ResourceKind[] = ['topic', 'group', 'cluster', 'transactional-id'];

/** `orders.*` is each with that beginning; `*` alone is each. */
function toGrant(resource: ResourceKind, name: string, operation: Operation): Omit<Grant, 'why'> {
  if (resource === 'cluster') return { resource, pattern: 'literal', name: 'kafka-cluster', operation };
  const isPrefix = name.length > 1 && name.endsWith('*');
  return { resource, operation, pattern: isPrefix ? 'prefixed' : 'literal', name: isPrefix ? name.slice(0, -1) : name };
}

function namesIn(team: string, members: Readonly<Record<string, unknown>>, key: string, otherwise: readonly string[]) {
  const names = members[key] ?? otherwise;
  if (Array.isArray(names) && names.every((name) => typeof name === 'string' && name !== '')) return names as string[]; // just checked
  throw new Error(`team ${team}, ${key}: expected a list of names`);
}
