import { readCondition, type Wanted } from './read-condition.ts';
import { refuse, unlessRefused } from './refusal.ts';

/** Fields by their paths, each with its conditions, of which one is enough. */
export type Alternative = ReadonlyMap<string, readonly Wanted[]>;

/**
 * The alternatives that a pattern stands for, of which one is enough. A pattern with a `$or` that is none is read again with `$or` as an
 * ordinary name. `undefined`: refused.
 */
export function readPattern(pattern: unknown): readonly Alternative[] | undefined {
  return (
    unlessRefused(() => readMembers(pattern, [new Map()], { path: [], or: 'operator', inside: false })) ??
    unlessRefused(() => readMembers(pattern, [new Map()], { path: [], or: 'name', inside: false }))
  );
}

type Place = { readonly path: readonly string[]; readonly or: 'operator' | 'name'; readonly inside: boolean };

function readMembers(object: unknown, alternatives: readonly Alternative[], place: Place): readonly Alternative[] {
  if (typeof object !== 'object' || object === null || Array.isArray(object)) return refuse();
  const members = Object.entries(object);
  if (members.length === 0) return refuse();
  return members.reduce((before, member) => readMember(member, before, place), alternatives);
}

/** What stands later overrides what stands before it: the alternatives so far are the ones that it changes. */
function readMember([name, value]: readonly [string, unknown], before: readonly Alternative[], place: Place) {
  if (name === '$or' && place.or === 'operator') return readOr(value, before, place);
  if (place.inside && RESERVED.has(name)) return refuse();
  const path = [...place.path, name];
  if (!Array.isArray(value)) return readMembers(value, before, { ...place, path });
  const wanted = value.map(readCondition);
  if (wanted.length === 0) return refuse();
  return before.map((alternative) => new Map([...alternative, [path.join('.'), wanted]]));
}

function readOr(value: unknown, before: readonly Alternative[], place: Place): readonly Alternative[] {
  if (!Array.isArray(value) || value.length < 2) return refuse();
  return value.flatMap((branch) => readMembers(branch, before, { ...place, inside: true }));
}

/** Words that no field may have inside a `$or`: the operators and those that event-ruler keeps for later. */
const RESERVED = new Set([
  ...['exactly', 'equals-ignore-case', 'prefix', 'suffix', 'anything-but', 'exists', 'wildcard', 'numeric', 'cidr'],
  ...['=', '<', '<=', '>', '>=', 'regex', 'not-wildcard', 'not-equals-ignore-case'],
  ...['date-after', 'date-on-or-after', 'date-before', 'date-on-or-before', 'in-date-range'],
  ...['ip-address-in-range', 'ip-address-not-in-range'],
]);
