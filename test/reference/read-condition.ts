import { addressOf, inRange, rangeOf } from './addresses.ts';
import { endsWith, equals, startsWith } from './ignoring-case.ts';
import { refuse } from './refusal.ts';
import { fitsWildcard, isWildcard } from './wildcards.ts';

/** What an event has where neither an array nor an object is. */
export type Leaf = string | number | boolean | null;

/** What one condition asks of a leaf; `absent` asks that there be none. */
export type Wanted = 'absent' | ((leaf: Leaf) => boolean);

/** One entry of a field's array, or a refusal. */
export function readCondition(entry: unknown): Wanted {
  if (typeof entry === 'string') return equalText(entry);
  if (typeof entry === 'number') return (leaf) => Number.isFinite(entry) && leaf === entry;
  if (typeof entry === 'boolean' || entry === null) return (leaf) => leaf === entry;
  const [operator, operand] = onlyMember(entry);
  switch (operator) {
    case 'exactly': {
      const text = textOf(operand);
      return (leaf) => leaf === text;
    }
    case 'prefix':
      return affix(operand, (leaf, text) => leaf.startsWith(text), startsWith);
    case 'suffix':
      return affix(operand, (leaf, text) => leaf.endsWith(text), endsWith);
    case 'equals-ignore-case':
      return ofText(textOf(operand), equals);
    case 'wildcard':
      return ofText(wildcardOf(operand), fitsWildcard);
    case 'numeric':
      return readNumeric(operand);
    case 'cidr': {
      const range = rangeOf(textOf(operand)) ?? refuse();
      return (leaf) => typeof leaf === 'string' && inRange(addressOf(leaf), range);
    }
    case 'exists':
      if (operand === true) return () => true;
      return operand === false ? 'absent' : refuse();
    case 'anything-but': {
      const excluded = readExcluded(operand);
      return (leaf) => !excluded.some((wanted) => wanted(leaf));
    }
    default:
      return refuse();
  }
}

type Compare = (leaf: string, text: string) => boolean;

function ofText(text: string, compare: Compare): (leaf: Leaf) => boolean {
  return (leaf) => typeof leaf === 'string' && compare(leaf, text);
}

/** A text that is an address means the address, however the event spells it. */
function equalText(text: string): Wanted {
  const address = addressOf(text);
  if (address === undefined) return (leaf) => leaf === text;
  return (leaf) => typeof leaf === 'string' && inRange(addressOf(leaf), { low: address, high: address });
}

function affix(operand: unknown, plain: Compare, ignoringCase: Compare): Wanted {
  if (typeof operand === 'string') return ofText(operand, plain);
  const [operator, text] = onlyMember(operand);
  return operator === 'equals-ignore-case' ? ofText(textOf(text), ignoringCase) : refuse();
}

function readNumeric(operand: unknown): Wanted {
  const terms: readonly unknown[] = Array.isArray(operand) ? operand : refuse();
  const [sign, first, secondSign, second] = terms;
  const one = comparison(sign, first);
  if (terms.length === 2) return one;
  const isRange = (sign === '>' || sign === '>=') && (secondSign === '<' || secondSign === '<=');
  if (terms.length !== 4 || !isRange) return refuse();
  const other = comparison(secondSign, second);
  return Number(first) < Number(second) ? (leaf) => one(leaf) && other(leaf) : refuse();
}

function comparison(sign: unknown, bound: unknown): (leaf: Leaf) => boolean {
  if (typeof bound !== 'number' || !Number.isFinite(bound)) return refuse();
  const test = new Map<unknown, (value: number) => boolean>([
    ['=', (value) => value === bound],
    ['<', (value) => value < bound],
    ['<=', (value) => value <= bound],
    ['>', (value) => value > bound],
    ['>=', (value) => value >= bound],
  ]).get(sign);
  if (test === undefined) return refuse();
  return (leaf) => typeof leaf === 'number' && Number.isFinite(leaf) && test(leaf);
}

type Excluded = (leaf: Leaf) => boolean;

function readExcluded(operand: unknown): readonly Excluded[] {
  if (typeof operand !== 'object' || operand === null || Array.isArray(operand)) return excludedValues(operand);
  const [operator, texts] = onlyMember(operand);
  const all = listOf(texts).map(textOf);
  switch (operator) {
    case 'prefix':
      return all.map((text) => ofText(text || refuse(), (leaf, start) => leaf.startsWith(start)));
    case 'suffix':
      return all.map((text) => ofText(text || refuse(), (leaf, end) => leaf.endsWith(end)));
    case 'equals-ignore-case':
      return all.map((text) => ofText(text, equals));
    case 'wildcard':
      return all.map((text) => ofText(wildcardOf(text), fitsWildcard));
    default:
      return refuse();
  }
}

function excludedValues(operand: unknown): readonly Excluded[] {
  const values = listOf(operand);
  const isText = values.every((value) => typeof value === 'string');
  const isNumber = values.every((value) => typeof value === 'number' && Number.isFinite(value));
  return isText || isNumber ? values.map((value) => (leaf: Leaf) => leaf === value) : refuse();
}

function listOf(operand: unknown): readonly unknown[] {
  const list: readonly unknown[] = Array.isArray(operand) ? operand : [operand];
  return list.length > 0 ? list : refuse();
}

function onlyMember(value: unknown): readonly [string, unknown] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return refuse();
  const [member, ...more] = Object.entries(value);
  return member !== undefined && more.length === 0 ? member : refuse();
}

function textOf(operand: unknown): string {
  return typeof operand === 'string' ? operand : refuse();
}

function wildcardOf(operand: unknown): string {
  const text = textOf(operand);
  return isWildcard(text) ? text : refuse();
}
