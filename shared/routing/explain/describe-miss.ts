import { pointer } from '../../schemas/pointer.ts';
import type { Field } from '../pattern.ts';
import type { Failure } from './failure.ts';
import type { Miss } from './find-miss.ts';
import { inWords } from './in-words.ts';
import { got, type Look, look } from './look.ts';
import { listed, shorten } from './shorten.ts';

/** What was missed in words. */
export function describeMiss(miss: Miss, event: object): Failure {
  const { field, apart, alternatives } = miss;
  const failure =
    apart.length > 0 ? describeApart([...apart, field], event) : describeField(field, look(event, field.path));
  const others = alternatives > 1 ? ` (the nearest of ${alternatives} alternatives)` : '';
  return { ...failure, wanted: `${failure.wanted}${others}` };
}

function describeField({ any }: Field, seen: Look): Failure {
  const wanted = inWords(any);
  if (!seen.inElements) return { at: seen.at, wanted, got: got(seen) };
  const whose = seen.inside.length === 0 ? 'that is' : `whose ${seen.inside.join('.')} is`;
  return { at: seen.at, wanted: `an element ${whose} ${wanted}`, got: got(seen) };
}

/** Each of the fields holds in some element of an array, and no element has them all. */
function describeApart(fields: readonly Field[], event: object): Failure {
  const keys = sharedKeys(fields);
  const inner = fields.map(({ path, any }) => `${path.split('.').slice(keys.length).join('.')}: ${inWords(any)}`);
  const at = arrayAt(event, keys);
  return {
    at,
    wanted: `one element that has ${listed(inner, 'and')}`,
    got: shorten(`each holds in different elements of ${at}`, 200),
  };
}

function sharedKeys(fields: readonly Field[]): readonly string[] {
  const [first = [], ...others] = fields.map(({ path }) => path.split('.').slice(0, -1));
  const end = first.findIndex((key, index) => others.some((other) => other[index] !== key));
  return end === -1 ? first : first.slice(0, end);
}

/** The pointer to the last array on the way, which is where the elements part. */
function arrayAt(event: object, keys: readonly string[]): string {
  const seen = look(event, keys.join('.'));
  const trail = seen.trails[0]?.keys ?? keys;
  const end = trail.findLastIndex((key) => typeof key === 'number');
  return seen.inElements || end === -1 ? seen.at : pointer(...trail.slice(0, end));
}
