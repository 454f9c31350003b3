import type { Leaves } from './leaves.ts';

/**
 * What one field of an alternative asks for: that one of the leaves in `wanted` is chosen, or, where it may be `absent`, that none of `all`
 * is there. Leaves are told by the elements they lie in, outermost first. What may not be absent has the same leaves in both.
 */
export type Choice = { readonly wanted: readonly Chain[]; readonly all: readonly Chain[]; readonly absent: boolean };
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
export function canChoose(choices: readonly Choice[], arrays: readonly number[]): boolean {
  return canChooseAt(0, choices, { arrays, tries: MOST_TRIES });
}

/**
 * There is more than one way only where nested and dotted keys spell one path twice, or where a path has leaves within an array beside
 * others and something is asked to be absent.
 */
const MOST_TRIES = 64;

type Search = { readonly arrays: readonly number[]; tries: number };

function canChooseAt(depth: number, choices: readonly Choice[], search: Search): boolean {
  const deeper = choices.some(({ absent }) => absent)
    ? choices.find((choice) => isHereAndDeeper(choice, depth))
    : undefined;
  if (deeper !== undefined && search.tries-- > 0) return canGoDeeper(depth, deeper, choices, search);
  const open: Choice[] = [];
  for (const choice of choices) {
    if (isHere(choice.wanted, depth)) continue;
    // What is here and is not wanted is not absent either.
    const left = isHere(choice.all, depth) ? present(choice.wanted) : choice;
    if (left.all.length > 0) open.push(left);
    else if (!left.absent) return false;
  }
  const spread = open.find(({ wanted, all }) => wanted.length > 0 && arraysOf(all, depth, search).size > 1);
  if (spread !== undefined && search.tries-- > 0) return canSpread(depth, spread, open, search);
  const inArrays = Map.groupBy(
    open.flatMap((choice) => perArray(choice, depth, search)),
    ({ array }) => array,
  );
  return [...inArrays.values()].every((inside) => canChooseElement(depth, inside, search));
}

function isHere(chains: readonly Chain[], depth: number): boolean {
  return chains.some((chain) => chain.length === depth);
}

function isHereAndDeeper({ wanted }: Choice, depth: number): boolean {
  return isHere(wanted, depth) && wanted.some((chain) => chain.length > depth);
}

/** Taken from here, it says nothing of the elements that others are absent from. */
function canGoDeeper(depth: number, deeper: Choice, choices: readonly Choice[], search: Search): boolean {
  const inElements = present(deeper.wanted.filter((chain) => chain.length > depth));
  const ways = [[], [inElements]];
  return ways.some((way) =>
    canChooseAt(
      depth,
      choices.flatMap((choice) => (choice === deeper ? way : [choice])),
      search,
    ),
  );
}

function present(wanted: readonly Chain[]): Choice {
  return { wanted, all: wanted, absent: false };
}

function arraysOf(chains: readonly Chain[], depth: number, { arrays }: Search): ReadonlyMap<number, Chain[]> {
  return Map.groupBy(chains, (chain) => arrays[chain[depth] ?? 0] ?? 0);
}

/** One of the arrays must do for the choice by itself, or it is absent from all of them. */
function canSpread(depth: number, spread: Choice, open: readonly Choice[], search: Search): boolean {
  const ways = [...arraysOf(spread.wanted, depth, search).values()].map(present);
  if (spread.absent) ways.push({ ...spread, wanted: [] });
  return ways.some((way) =>
    canChooseAt(
      depth,
      open.map((choice) => (choice === spread ? way : choice)),
      search,
    ),
  );
}

type InArray = Choice & { readonly array: number };

function perArray({ wanted, all, absent }: Choice, depth: number, search: Search): InArray[] {
  const wantedBy = arraysOf(wanted, depth, search);
  return [...arraysOf(all, depth, search)].map(([array, inside]) => {
    return { array, wanted: wantedBy.get(array) ?? [], all: inside, absent };
  });
}

/** All choices lie in one array: one of its elements must do for all of them. */
function canChooseElement(depth: number, inside: readonly InArray[], search: Search): boolean {
  const [first, ...others] = inside.map((choice) => toElements(choice, depth));
  // Of the first, nothing was taken from this array before: what is here is there.
  const candidates = [...(first?.wanted ?? [])];
  return candidates.some(([element, wanted]) => {
    const within = others.flatMap((choice) => inElement(choice, element) ?? []);
    const isThere = others.every((choice) => choice.absent || choice.wanted.has(element));
    return isThere && canChooseAt(depth + 1, [present(wanted), ...within], search);
  });
}

type InElements = {
  readonly wanted: ReadonlyMap<number, Chain[]>;
  readonly all: ReadonlyMap<number, Chain[]>;
  readonly absent: boolean;
};

function toElements({ wanted, all, absent }: Choice, depth: number): InElements {
  const elementOf = (chain: Chain) => chain[depth] ?? 0;
  return { wanted: Map.groupBy(wanted, elementOf), all: Map.groupBy(all, elementOf), absent };
}

/** Undefined where nothing of it is in the element. */
function inElement({ wanted, all, absent }: InElements, element: number): Choice | undefined {
  const there = all.get(element);
  return there === undefined ? undefined : { wanted: wanted.get(element) ?? [], all: there, absent };
}
