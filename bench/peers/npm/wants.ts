/** A field's condition in terms that every matcher of npm has a word for, or can be taught one. */
export type Test =
  | { readonly kind: 'in' | 'not-in'; readonly values: readonly unknown[] }
  | { readonly kind: 'matches' | 'matches-not'; readonly regex: RegExp }
  | { readonly kind: 'range'; readonly equal?: number; readonly above?: number; readonly below?: number };

/** `array` is the path of an array of which one element is to pass, and `path` goes on from there. */
export type Want = { readonly array?: string; readonly path: string; readonly test: Test };

/** Reads the content patterns of the bench, and no others: a list of values, or one operator to a field. */
export function readWants(rule: string): readonly Want[] {
  return readObject(JSON.parse(rule), '');
}

/** Whoever writes rules in another language knows where the events have arrays. */
const ARRAYS = ['geometry.coordinates', 'data.tags'];

function readObject(object: object, prefix: string): readonly Want[] {
  return Object.entries(object).flatMap(([key, value]) => {
    const path = prefix + key;
    if (!Array.isArray(value)) return readObject(value, `${path}.`);
    const array = ARRAYS.find((known) => path === known || path.startsWith(`${known}.`));
    const test = readField(value);
    return array === undefined ? { path, test } : { array, path: path.slice(array.length + 1), test };
  });
}

function readField([first, ...others]: readonly unknown[]): Test {
  if (typeof first !== 'object' || first === null) return { kind: 'in', values: [first, ...others] };
  const [operator, operand] = entryOf(first);
  if (operator === 'numeric') return readNumeric(operand);
  if (operator !== 'anything-but') return { kind: 'matches', regex: toRegex(operator, operand) };
  if (Array.isArray(operand)) return { kind: 'not-in', values: operand };
  return { kind: 'matches-not', regex: toRegex(...entryOf(operand)) };
}

const BOUNDS: Readonly<Record<string, string>> = { '=': 'equal', '>': 'above', '<': 'below' };

function readNumeric(terms: unknown): Test {
  const list = Array.isArray(terms) ? terms : [];
  const bounds = list.flatMap((term, index) => (index % 2 === 0 ? [[BOUNDS[term], list[index + 1]]] : []));
  return { kind: 'range', ...Object.fromEntries(bounds) };
}

function toRegex(operator: string, operand: unknown): RegExp {
  if (typeof operand === 'object' && !Array.isArray(operand))
    return new RegExp(toSource(operator, entryOf(operand)[1]), 'i');
  return new RegExp(toSource(operator, operand), operator === 'equals-ignore-case' ? 'i' : '');
}

function toSource(operator: string, operand: unknown): string {
  // A list of one reads as its element.
  const text = String(operand).replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  if (operator === 'prefix') return `^${text}`;
  if (operator === 'suffix') return `${text}$`;
  return `^${text.replaceAll('\\*', '.*')}$`;
}

function entryOf(object: unknown): readonly [operator: string, operand: unknown] {
  const [entry] = Object.entries(Object(object));
  if (entry === undefined) throw new Error('Expected an operator, got an empty object');
  return entry;
}
