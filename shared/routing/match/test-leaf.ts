import { parseAddress } from './address.ts';
import type { Affix, Condition, Range } from './condition.ts';
import type { Leaf } from './leaf.ts';
import { endsWithCases, equalsCases, startsWithCases, toCases } from './letter-case.ts';
import { wildcardTest } from './wildcard-test.ts';

export type LeafTest = (leaf: Leaf) => boolean;

/** What a condition asks of one leaf, made once and asked often. `exists: false` is asked of a field and not of a leaf: it gives false. */
export function leafTest(condition: Condition): LeafTest {
  switch (condition.kind) {
    case 'equals':
      return equals(condition.value);
    case 'prefix':
    case 'suffix':
      return ofText(affixTest(condition));
    case 'equals-ignore-case':
      return ofText(equalsAnyCase(condition.text));
    case 'wildcard':
      return ofText(wildcardTest(condition.text));
    case 'numeric':
      return (leaf) => typeof leaf === 'number' && isWithin(leaf, condition);
    case 'cidr':
      return ofText((text) => isBetween(parseAddress(text), condition));
    case 'exists':
      return () => condition.exists;
    case 'anything-but':
      return noneOf(condition.but);
  }
}

function equals(value: Leaf): LeafTest {
  return (leaf) => leaf === value;
}

function ofText(test: (text: string) => boolean): LeafTest {
  return (leaf) => typeof leaf === 'string' && test(leaf);
}

function affixTest({ kind, text, ignoreCase }: Affix): (value: string) => boolean {
  if (!ignoreCase) return kind === 'prefix' ? (value) => value.startsWith(text) : (value) => value.endsWith(text);
  const cases = toCases(text);
  return kind === 'prefix' ? (value) => startsWithCases(value, cases) : (value) => endsWithCases(value, cases);
}

function equalsAnyCase(text: string): (value: string) => boolean {
  const cases = toCases(text);
  return (value) => equalsCases(value, cases);
}

export function isWithin(value: number, { low, lowOpen, high, highOpen }: Range): boolean {
  return (lowOpen ? value > low : value >= low) && (highOpen ? value < high : value <= high);
}

function isBetween(
  address: string | undefined,
  { low, high }: { readonly low: string; readonly high: string },
): boolean {
  return address !== undefined && address.length === low.length && address >= low && address <= high;
}

function noneOf(but: readonly Condition[]): LeafTest {
  const [first] = but;
  if (first?.kind === 'equals' && but.length === 1) {
    const { value } = first;
    return (leaf) => leaf !== value;
  }
  const test = someTest(but);
  return (leaf) => !test(leaf);
}

/** Whether one of the conditions holds. A plain value is compared, and a list of them looked up at once, however long it is. */
export function someTest(conditions: readonly Condition[]): LeafTest {
  const [first] = conditions;
  if (first !== undefined && conditions.length === 1) return leafTest(first);
  const values = conditions.flatMap((one) => (one.kind === 'equals' ? [one.value] : []));
  const tests = conditions.flatMap((one) => (one.kind === 'equals' ? [] : [leafTest(one)]));
  const listed = new Set(values);
  return (leaf) => listed.has(leaf) || tests.some((test) => test(leaf));
}
