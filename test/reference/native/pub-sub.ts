/**
 * Whether a Pub/Sub subscription's filter lets a message through, after "Filter messages from a subscription" of the Pub/Sub documentation.
 * Throws where the filter is none, or longer than 256 bytes: then no such subscription can be made.
 */
export function passesPubSub(filter: string, attributes: Readonly<Record<string, string>>): boolean {
  if (Buffer.byteLength(filter) > 256) throw new Error(`${Buffer.byteLength(filter)} bytes: ${filter}`);
  if (filter === '') return true;
  const reader = { rest: filter, attributes: new Map(Object.entries(attributes)) };
  const answer = readTerms(reader);
  if (reader.rest.trim() !== '') throw new Error(`Left over: ${reader.rest}`);
  return answer;
}

type Reader = { rest: string; readonly attributes: ReadonlyMap<string, string> };

function take(reader: Reader, pattern: RegExp): string | undefined {
  const found = new RegExp(`^\\s*(?:${pattern.source})`, 'u').exec(reader.rest);
  if (found === null) return undefined;
  reader.rest = reader.rest.slice(found[0].length);
  return found[1] ?? found[0];
}

/** "You can't combine the AND and OR operators in a filter without parentheses." */
function readTerms(reader: Reader): boolean {
  const answers = [readTerm(reader)];
  let operator: string | undefined;
  for (let next = take(reader, /(AND|OR)\b/); next !== undefined; next = take(reader, /(AND|OR)\b/)) {
    if (operator !== undefined && operator !== next) throw new Error('AND and OR are mixed');
    operator = next;
    answers.push(readTerm(reader));
  }
  return operator === 'OR' ? answers.includes(true) : !answers.includes(false);
}

function readTerm(reader: Reader): boolean {
  if (take(reader, /NOT\b/) !== undefined) return !readTerm(reader);
  if (take(reader, /\(/) !== undefined) return closed(reader, readTerms(reader));
  if (take(reader, /hasPrefix\(attributes\./) !== undefined) {
    const value = reader.attributes.get(readKey(reader));
    need(reader, /,/);
    return closed(reader, value?.startsWith(readText(reader)) ?? skipText(reader));
  }
  need(reader, /attributes/);
  if (take(reader, /:/) !== undefined) return reader.attributes.has(readKey(reader));
  need(reader, /\./);
  const value = reader.attributes.get(readKey(reader));
  const operator = need(reader, /(!=|=)/);
  return (value === readText(reader)) === (operator === '=');
}

function skipText(reader: Reader): false {
  readText(reader);
  return false;
}

function closed(reader: Reader, answer: boolean): boolean {
  need(reader, /\)/);
  return answer;
}

/** "If a key contains characters other than hyphens, underscores, or alphanumeric characters, use a string literal." */
function readKey(reader: Reader): string {
  return take(reader, /([\w-]+)/) ?? readText(reader);
}

/** Backslashes, quotation marks and what is not printed are escaped. */
function readText(reader: Reader): string {
  const written = need(reader, /"((?:[^"\\\p{C}]|\\["\\])*)"/u);
  return written.replace(/\\(.)/g, '$1');
}

function need(reader: Reader, pattern: RegExp): string {
  const taken = take(reader, pattern);
  if (taken === undefined) throw new Error(`Expected ${pattern.source} at: ${reader.rest}`);
  return taken;
}
