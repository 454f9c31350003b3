import type { Json } from '../json.ts';
import { type Answer, answer, oneOf, PASSES } from './answer.ts';
import { areValues, checkOperators, isBoolean, isNoNumber, isRange, isText, type Operators } from './operators.ts';

/** Lambda documentation, "Event filtering basics", and API reference, "Filter". */
const FILTERS = 5;
const LENGTH = 4_096;

/** Lambda documentation, "Filter rule syntax": what its table has. */
const OPERATORS: Operators = {
  literal: isNoNumber,
  'equals-ignore-case': isText,
  prefix: isText,
  suffix: isText,
  numeric: isRange,
  exists: isBoolean,
  'anything-but': areValues,
};

/**
 * Whether Lambda fetches a record of Kafka (Lambda documentation, "Kafka event filtering basics"): a value that is no JSON is not judged
 * by patterns in JSON, "Lambda processes metadata filters only". Throws when Lambda would not take the filters.
 */
export function kafkaMappingTakes(patterns: readonly unknown[], value: Uint8Array): Answer {
  check(patterns, 'value');
  const document = parse(new TextDecoder().decode(value));
  return document === undefined || patterns.length === 0
    ? PASSES
    : oneOf(patterns.map((pattern) => answer(pattern, { value: document })));
}

/** The same for a message of SQS ("Properly filtering Amazon SQS messages"): one that is no JSON is dropped, and what is dropped is deleted. */
export function queueMappingTakes(patterns: readonly unknown[], body: string): Answer {
  check(patterns, 'body');
  if (patterns.length === 0) return PASSES;
  const document = parse(body);
  return document === undefined ? oneOf([]) : oneOf(patterns.map((pattern) => answer(pattern, { body: document })));
}

function check(patterns: readonly unknown[], key: 'value' | 'body'): void {
  if (patterns.length > FILTERS) throw new Error(`There are ${patterns.length} filters: expected at most ${FILTERS}`);
  for (const pattern of patterns) {
    const { length } = JSON.stringify(pattern);
    if (length > LENGTH) throw new Error(`The filter has ${length} characters: expected at most ${LENGTH}`);
    if (Object.keys(Object(pattern)).join() !== key) throw new Error(`The filter is on other keys than ${key}`);
    checkOperators(pattern, OPERATORS);
  }
}

/** Undefined for what is no JSON. */
function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json; // what JSON.parse gives
  } catch {
    return undefined;
  }
}
