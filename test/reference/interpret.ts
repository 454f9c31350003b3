import type { Leaf, Wanted } from './read-condition.ts';
import { type Alternative, readPattern } from './read-pattern.ts';
import { type Elements, type Value, valuesOf } from './values.ts';

/**
 * Whether an event matches a pattern, both as JSON.parse gives them: the language's definition, taken literally and without a thought
 * for speed. It shares nothing with the matcher that it is held against.
 */
export function interpret(pattern: unknown, event: unknown): boolean | 'refused' {
  const alternatives = readPattern(pattern);
  if (alternatives === undefined) return 'refused';
  const found = valuesOf(event);
  return alternatives.some((alternative) => holds(alternative, found));
}

/** Tries every choice of one value for each field, the fields in the order of their names. */
function holds(alternative: Alternative, found: readonly Value[]): boolean {
  const fields = [...alternative].sort(([a], [b]) => (a < b ? -1 : 1));
  return holdsFrom(0, new Map());

  function holdsFrom(index: number, chosen: Elements): boolean {
    const [path, wanted] = fields[index] ?? [];
    if (path === undefined || wanted === undefined) return true;
    const values = found.filter((value) => value.path === path && agree(chosen, value.elements));
    // Absent is what is not in the elements that the fields before it have chosen.
    if (values.length === 0) return wanted.includes('absent') && holdsFrom(index + 1, chosen);
    return values.some(
      ({ leaf, elements }) => passes(wanted, leaf) && holdsFrom(index + 1, new Map([...chosen, ...elements])),
    );
  }
}

function agree(chosen: Elements, elements: Elements): boolean {
  return [...elements].every(([array, index]) => (chosen.get(array) ?? index) === index);
}

function passes(wanted: readonly Wanted[], leaf: Leaf): boolean {
  return wanted.some((condition) => condition !== 'absent' && condition(leaf));
}
