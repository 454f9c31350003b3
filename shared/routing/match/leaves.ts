import { MAX_DEPTH } from '../../schemas/json.ts';
import type { Leaf } from './leaf.ts';

/**
 * An event as a matcher sees it: at each path that some rule names, the leaves that are there. It is made once for a matcher and filled
 * anew for each event.
 */
export type Leaves = {
  readonly at: readonly PathLeaves[];
  /** The paths that have leaves in this event, in the order in which they were met: the first `touchedCount`. */
  readonly touched: number[];
  touchedCount: number;
  /**
   * The elements of arrays that hold leaves, by number: the element that each lies in, and the array that it is one of. Number 0 is the
   * event itself. Leaves that stand in an array directly lie in what the array lies in: only objects and arrays are elements.
   * Counted, as the paths are: to set the length of an array takes as long as to step over a hundred bytes.
   */
  elementCount: number;
  readonly parents: number[];
  readonly arrays: number[];
  /** In how many elements an element lies, itself counted. */
  readonly depths: number[];
};

export type PathLeaves = {
  /**
   * The numbers that conditions compare with, in order: a number that is far from all of them need not be known to the last digit.
   * Undefined where each must be.
   */
  bounds: Float64Array | undefined;
  count: number;
  readonly values: (Leaf | undefined)[];
  /** The element that each leaf lies in. */
  readonly elements: number[];
  /** Whether one of them lies in an element other than the event itself, and whether one stands in an array. */
  inElements: boolean;
  inArray: boolean;
  /** Where a leaf whose value is not known yet stands in the bytes of the event. */
  readonly starts: number[];
  readonly ends: number[];
};

/** A leaf's value, read from the event's bytes where it was not needed before. */
export type ReadLeaf = (here: PathLeaves, index: number) => Leaf;

/** `at` by the numbers of the paths. */
export function createLeaves(at: readonly PathLeaves[]): Leaves {
  return { at, touched: [], touchedCount: 0, elementCount: 1, parents: [0], arrays: [0], depths: [0] };
}

export function createPathLeaves(): PathLeaves {
  return {
    bounds: undefined,
    count: 0,
    values: [],
    elements: [],
    inElements: false,
    inArray: false,
    starts: [],
    ends: [],
  };
}

export function clearLeaves(leaves: Leaves): void {
  for (let index = 0; index < leaves.touchedCount; index++) {
    const here = leaves.at[leaves.touched[index] ?? 0];
    if (here === undefined) continue;
    here.count = 0;
    here.inElements = false;
    here.inArray = false;
    if (here.values.length > MOST_KEPT) shrink([here.values, here.elements, here.starts, here.ends]);
  }
  leaves.touchedCount = 0;
  leaves.elementCount = 1;
  if (leaves.parents.length > MOST_KEPT) shrink([leaves.parents, leaves.arrays, leaves.depths]);
}

/** One event with very long arrays must not cost memory for ever. */
const MOST_KEPT = 1_024;

function shrink(lists: readonly unknown[][]): void {
  for (const list of lists) list.length = 1;
}

export function addLeaf(leaves: Leaves, path: number, value: Leaf, element: number): void {
  const here = leaves.at[path];
  if (here === undefined) return;
  here.values[here.count] = value;
  count(leaves, here, path, element);
}

/** A leaf whose value is read when it is needed, from what stands between these places; the byte before tells whether it is a string. */
export function addSpan(leaves: Leaves, path: number, element: number, start: number, end: number): void {
  const here = leaves.at[path];
  if (here === undefined) return;
  here.values[here.count] = undefined;
  here.starts[here.count] = start;
  here.ends[here.count] = end;
  count(leaves, here, path, element);
}

function count(leaves: Leaves, here: PathLeaves, path: number, element: number): void {
  if (here.count === 0) leaves.touched[leaves.touchedCount++] = path;
  here.elements[here.count] = element;
  if (element !== 0) here.inElements = true;
  here.count++;
}

/** Elements that lie deeper are as good as the one that they are in: no event that nests so deep is ever delivered. */
const DEEPEST = MAX_DEPTH;

/** A new element of an array, which is named by the number of its first element. */
export function addElement(leaves: Leaves, parent: number, array: number): number {
  const depth = (leaves.depths[parent] ?? 0) + 1;
  if (depth > DEEPEST) return parent;
  const element = leaves.elementCount++;
  leaves.parents[element] = parent;
  leaves.arrays[element] = array;
  leaves.depths[element] = depth;
  return element;
}

/** Notes that the leaves at this path came from an array. */
export function markArray(leaves: Leaves, path: number): void {
  const here = leaves.at[path];
  if (here !== undefined && here.count > 0) here.inArray = true;
}
