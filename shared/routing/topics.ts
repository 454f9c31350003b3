import { show } from '../schemas/result.ts';
import { nearest } from './match/nearest.ts';

/** How an event lies in a Kafka record (CloudEvents Kafka binding 1.0.2 §3): the attributes as headers, or the whole event as the value. */
export type Mode = 'binary' | 'structured';

/** Which events of Kafka have a topic of their own, by its name. */
export type Topics = Readonly<Record<string, { readonly types: readonly string[]; readonly mode?: Mode }>>;

/** The topic of a type and how its events lie there; undefined for one without an entry, which goes to the default topic. */
export function topicOf(topics: Topics, type: string): { readonly name: string; readonly mode: Mode } | undefined {
  const found = Object.entries(topics).find(([, { types }]) => types.includes(type));
  return found && { name: found[0], mode: found[1].mode ?? 'structured' };
}

/** Throws, naming the topic, when Kafka takes no such name, two topics have one type, or no route names or emits it. */
export function checkTopics(topics: Topics, known: readonly string[]): Topics {
  const names = Object.keys(topics);
  for (const name of names) checkName(name, names);
  const taken = new Map<string, string>();
  for (const [name, { types, mode = 'structured' }] of Object.entries(topics)) {
    if (!MODES.includes(mode)) bad(name, `the mode ${show(mode)}: expected one of ${MODES.join(', ')}`);
    if (types.length === 0) bad(name, 'no types: expected at least one event type');
    for (const type of types) {
      const other = taken.get(type);
      if (other !== undefined) bad(name, `the type ${show(type)} is also in ${show(other)}: expected each type once`);
      if (!known.includes(type)) bad(name, unknownType(type, known));
      taken.set(type, name);
    }
  }
  return topics;
}

const MODES: readonly string[] = ['structured', 'binary'];

/** Kafka's own rules (org.apache.kafka.common.internals.Topic); names that differ in "." and "_" only share their metrics' names. */
function checkName(name: string, names: readonly string[]): void {
  const like = 'expected 1 to 249 letters, digits, ".", "_" and "-", other than "." and ".."';
  if (!/^[a-zA-Z0-9._-]{1,249}$/.test(name) || /^\.\.?$/.test(name)) bad(name, `Kafka takes no such name: ${like}`);
  if (name.startsWith('__')) bad(name, 'names that begin with "__" are Kafka’s own: expected another');
  const twin = names.find((other) => other !== name && other.replaceAll('.', '_') === name.replaceAll('.', '_'));
  if (twin !== undefined)
    bad(name, `Kafka does not tell it from ${show(twin)}: expected names that differ in more than "." and "_"`);
}

function unknownType(type: string, known: readonly string[]): string {
  const guess = nearest(type, known);
  const meant = guess === undefined ? '' : `. Did you mean ${show(guess)}?`;
  return `no route names or emits the type ${show(type)}: expected one that does${meant}`;
}

function bad(name: string, what: string): never {
  throw new Error(`Topic ${name === '' ? '""' : name}: ${what}`);
}
