import type { Leaves } from './leaves.ts';

/**
 * What one field of an alternative asks for: that one of the leaves in `wanted` is chosen, or, without these, that none of `all` is there.
 * Leaves are told by the elements they lie in, outermost first.
 */
export type Choice = { readonly wanted: readonly Chain[] | undefined; readonly all: readonly Chain[] };
export type Chain = readonly number[];

/** The elements that an element lies in and itself, outermost first: none for the event itself. */
export function chainOf({ parents, depths }: Leaves, element: number): Chain {
  const chain = Array.from({ length: depths[element] ?? 0 }, () => 0);
  for (let one = element; one !== 0; one = parents[one] ?? 0) chain[(depths[one] ?? 1) - 1] = one;
  return chain;
}

/**
 * EventBridge's rule for arrays of objects: all fields are taken from the same element of each array that they share, so that
 * `{ staff: { first: ['Anna'], last: ['Jones'] } }` means one person. The choices come in the order of their paths: what is asked to be
 * absent need only be so in the elements that the fields before it are taken from. Each chain is looked at once for each of its elements.
 */
export function canChoose(choices: readonly Choice[], arrays: readonly number[], depth = 0): boolean {
  const open = choices.filter(({ wanted }) => wanted === undefined || !wanted.some((chain) => chain.length === depth));
  if (open.some(({ wanted, all }) => wanted === undefined && all.some((chain) => chain.length === depth))) return false;
  const inArrays = Map.groupBy(
    open.flatMap((choice) => perArray(choice, arrays, depth)),
    ({ array }) => array,
  );
  return [...inArrays.values()].every((inside) => canChooseElement(inside, arrays, depth));
}

type InArray = { readonly array: number; readonly choice: Choice };

/** A choice, by the arrays that its leaves lie in. More than one only where nested and dotted keys spell one path twice. */
function perArray(choice: Choice, arrays: readonly number[], depth: number): InArray[] {
  const chains = choice.wanted ?? choice.all;
  const byArray = Map.groupBy(chains, (chain) => arrays[chain[depth] ?? 0] ?? 0);
  return [...byArray].map(([array, inside]) => {
    const wanted = choice.wanted === undefined ? undefined : inside;
    return { array, choice: { wanted, all: wanted === undefined ? inside : [] } };
  });
}

/** All choices lie in one array: one of its elements must do for all of them. */
function canChooseElement(inside: readonly InArray[], arrays: readonly number[], depth: number): boolean {
  const choices = inside.map(({ choice }) => choice);
  const first = choices[0];
  // Nothing was taken from this array before, so that what is here is there.
  if (first?.wanted === undefined) return false;
  const split = choices.map(({ wanted, all }) => ({
    absent: wanted === undefined,
    byElement: Map.groupBy(wanted ?? all, (chain) => chain[depth] ?? 0),
  }));
  const candidates = [...new Set(first.wanted.map((chain) => chain[depth] ?? 0))];
  return candidates.some((element) => {
    const within: Choice[] = [];
    for (const { absent, byElement } of split) {
      const chains = byElement.get(element);
      if (chains === undefined && !absent) return false;
      if (chains !== undefined) within.push(absent ? { wanted: undefined, all: chains } : { wanted: chains, all: [] });
    }
    return canChoose(within, arrays, depth + 1);
  });
}
