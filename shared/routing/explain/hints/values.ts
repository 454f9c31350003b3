import type { Condition } from '../../match/condition.ts';
import type { Leaf } from '../../match/leaf.ts';
import { leafTest } from '../../match/test-leaf.ts';
import type { Facts } from '../find-hints.ts';
import { look } from '../look.ts';
import { showValue } from '../shorten.ts';

/** Values that would match were they written a little differently: in another letter case, without a space, as a number. */
export function hintValues({ verdicts, event }: Facts): readonly string[] {
  return verdicts.flatMap(({ miss, target }) => {
    if (miss === undefined || miss.apart.length > 0) return [];
    const { at, leaves } = look(event, miss.field.path);
    const hint = leaves.map((leaf) => nearMiss(leaf, miss.field.any)).find((found) => found !== undefined);
    return hint === undefined ? [] : [`${target.name}: ${at} ${hint}`];
  });
}

function nearMiss(leaf: Leaf, any: readonly Condition[]): string | undefined {
  const repair = REPAIRS.find(({ to }) => to(leaf) !== leaf && any.some((condition) => leafTest(condition)(to(leaf))));
  if (repair !== undefined) return repair.says(showValue(leaf), showValue(repair.to(leaf)));
  const cased = typeof leaf === 'string' ? any.find((condition) => takesAnyCase(condition, leaf)) : undefined;
  return cased && `is right but for letter case or space: ${inAnyCase(cased)}`;
}

/** How a condition is written that takes any letter case. */
function inAnyCase(condition: Condition): string {
  if (condition.kind === 'equals') return `${JSON.stringify({ 'equals-ignore-case': condition.value })} takes any case`;
  if (condition.kind !== 'prefix' && condition.kind !== 'suffix') return 'the pattern wants it in its own case';
  return `${JSON.stringify({ [condition.kind]: { 'equals-ignore-case': condition.text } })} takes any case`;
}

type Repair = { readonly to: (leaf: Leaf) => Leaf; readonly says: (leaf: string, repaired: string) => string };

const REPAIRS: readonly Repair[] = [
  {
    to: (leaf) => (typeof leaf === 'string' ? leaf.trim() : leaf),
    says: (leaf, repaired) => `has space around it: ${leaf} where ${repaired} would match`,
  },
  { to: toNumber, says: (leaf, repaired) => `is the text ${leaf}: the number ${repaired} would match` },
  {
    to: (leaf) => (leaf === 'true' ? true : leaf === 'false' ? false : leaf === 'null' ? null : leaf),
    says: (leaf, repaired) => `is the text ${leaf}: ${repaired} without quotes would match`,
  },
  {
    to: (leaf) => (leaf === null ? leaf : String(leaf)),
    says: (leaf, repaired) => `is ${leaf}: the text ${repaired} would match`,
  },
];

function toNumber(leaf: Leaf): Leaf {
  return typeof leaf === 'string' && leaf.trim() !== '' && Number.isFinite(Number(leaf)) ? Number(leaf) : leaf;
}

/** Whether a condition on text would hold but for letter case and surrounding space. */
function takesAnyCase(condition: Condition, leaf: string): boolean {
  const text = leaf.trim();
  switch (condition.kind) {
    case 'equals':
      return typeof condition.value === 'string' && test({ kind: 'equals-ignore-case', text: condition.value }, text);
    case 'equals-ignore-case':
      return test(condition, text);
    case 'prefix':
    case 'suffix':
      return test({ ...condition, ignoreCase: true }, text);
    case 'wildcard':
      return test({ ...condition, text: condition.text.toLowerCase() }, text.toLowerCase());
    default:
      return false;
  }
}

function test(condition: Condition, text: string): boolean {
  return leafTest(condition)(text);
}
