import { isObject } from '../../../schemas/json.ts';
import { pointer } from '../../../schemas/pointer.ts';
import { nearest } from '../../match/nearest.ts';
import type { Facts } from '../find-hints.ts';
import { look, type Trail } from '../look.ts';

/** Names that the pattern and the event write differently, and those that are one level off. */
export function hintNames({ verdicts, event }: Facts): readonly string[] {
  return verdicts.flatMap(({ miss, target }) => {
    if (miss === undefined || miss.apart.length > 0) return [];
    const hint = look(event, miss.field.path)
      .trails.map((trail) => misnamed(trail, event))
      .find((found) => found !== undefined);
    return hint === undefined ? [] : [`${target.name}: ${hint}`];
  });
}

function misnamed({ keys, rest, value }: Trail, event: object): string | undefined {
  const parent = keys.length === 0 ? event : value;
  const [name] = rest;
  if (name === undefined || !isObject(parent)) return undefined;
  const wanted = pointer(...keys, ...rest);
  const there = similar(name, namesOf(parent, keys));
  if (there !== undefined) return `the pattern wants ${wanted}, the event has ${pointer(...keys, there)}`;
  return wrongLevel(keys, rest, event);
}

/** At the top of an event are attributes; what is neither was meant to be below `data`. */
function wrongLevel(keys: Trail['keys'], rest: Trail['rest'], event: object): string | undefined {
  const { data, ...attributes } = isObject(event) ? event : {};
  const [name = ''] = rest;
  const wanted = pointer(...keys, ...rest);
  if (keys.length === 0 && FROM_EVENTBRIDGE.has(name))
    return `the pattern wants ${wanted}: in a CloudEvent that is ${FROM_EVENTBRIDGE.get(name)}`;
  if (keys.length === 0 && isObject(data) && Object.hasOwn(data, name))
    return `the pattern wants ${wanted}, the event has ${pointer('data', name)}: write it under data`;
  if (keys.length === 1 && keys[0] === 'data' && Object.hasOwn(attributes, name))
    return `the pattern wants ${wanted}, the event has ${pointer(name)}: write it outside data`;
  return undefined;
}

/** Members of an EventBridge event that have another name here. */
const FROM_EVENTBRIDGE = new Map([
  ['detail', '/data'],
  ['detail-type', '/type'],
]);

/** At the top the payload is no attribute's namesake. */
function namesOf(parent: object, keys: Trail['keys']): readonly string[] {
  return Object.keys(parent).filter((name) => keys.length > 0 || (name !== 'data' && name !== 'data_base64'));
}

function similar(name: string, names: readonly string[]): string | undefined {
  const alike = names.find((other) => fold(other) === fold(name));
  return (
    alike ??
    nearest(
      name,
      names.filter((other) => other.length > 2),
    )
  );
}

/** Letter case, dashes and underscores are what most often differ. */
function fold(name: string): string {
  return name.toLowerCase().replace(/[-_]/g, '');
}
