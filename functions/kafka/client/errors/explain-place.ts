import { errorOf, type Part, text } from './explain-walk.ts';

/** What of the cluster an error is about, as far as it says. */
export type KafkaPlace = {
  readonly broker?: string;
  readonly topic?: string;
  readonly partition?: number;
  /** Where it is about several of the topic. */
  readonly partitions?: readonly number[];
  readonly group?: string;
  /** The SASL mechanisms that a listener offers. */
  readonly mechanisms?: readonly string[];
};

/** Where an error is, from it and from those that it lies in. */
export function findPlace(part: Part): KafkaPlace {
  const answer = part.map((error): unknown => Reflect.get(error, 'response')).findLast((one) => one !== undefined);
  return Object.assign({}, ...part.map(fromWords), offered(answer), placeAt(answer, text(errorOf(part), 'path')));
}

function offered(answer: unknown): KafkaPlace {
  const names: unknown = typeof answer === 'object' && answer !== null ? Reflect.get(answer, 'mechanisms') : undefined;
  if (!Array.isArray(names) || names.length === 0) return {};
  return { mechanisms: names.filter((name) => typeof name === 'string') };
}

const WORDS: readonly (readonly ['broker' | 'topic' | 'group', RegExp])[] = [
  ['broker', /^Connection to (\S+?:\d+) (?:failed|timed out)\.$/],
  ['topic', /^Unknown topic (.+)\.$/],
  ['topic', /^Topic (\S+) has no committed offset/],
  ['topic', /^Cannot recover offset out of range for topic (\S+) /],
  ['topic', /^Specified partition\(s\) not found in topic (.+)$/],
  ['group', / for group (\S+)\.$/],
];

function fromWords(error: object): KafkaPlace {
  const message = text(error, 'message');
  const named = WORDS.flatMap(([field, words]) => {
    const name = words.exec(message)?.[1];
    return name === undefined ? [] : [[field, name] as const];
  });
  return Object.fromEntries(named);
}

/**
 * The names along a path into a broker's answer, such as `/responses/0/partition_responses/1`, which the client gives each of its errors;
 * it writes its answers' fields in camel case and its paths not.
 */
function placeAt(answer: unknown, path: string): KafkaPlace {
  let here = answer;
  let place: KafkaPlace = {};
  for (const step of path.split('/').slice(1)) {
    here = typeof here === 'object' && here !== null ? Reflect.get(here, toCamel(step)) : undefined;
    place = { ...place, ...namesOf(here) };
  }
  return place;
}

function namesOf(here: unknown): KafkaPlace {
  if (typeof here !== 'object' || here === null || Array.isArray(here)) return {};
  const topic = text(here, 'name') || text(here, 'topic');
  const group = text(here, 'groupId') || text(here, 'key');
  const partition: unknown = Reflect.get(here, 'partitionIndex') ?? Reflect.get(here, 'index');
  return { ...(topic && { topic }), ...(group && { group }), ...(typeof partition === 'number' && { partition }) };
}

function toCamel(step: string): string {
  return step.replaceAll(/_(.)/g, (_, letter: string) => letter.toUpperCase());
}
