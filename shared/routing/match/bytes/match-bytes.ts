import { isObject, parseDeepJson } from '../../../schemas/json.ts';
import { toAttributes } from '../attributes.ts';
import type { Choose } from '../choice.ts';
import type { Leaf } from '../leaf.ts';
import { clearLeaves, type Leaves, type PathLeaves } from '../leaves.ts';
import type { PathNode } from '../paths.ts';
import type { PlannedPath } from '../plan.ts';
import type { Search } from '../search.ts';
import { BROKEN } from './broken.ts';
import { createEventBytes } from './event-bytes.ts';
import { createKeyTable } from './keys.ts';
import { createMayRepeat } from './rest.ts';
import { createScanner, STOPPED } from './scanner.ts';
import { AGAIN } from './steps.ts';
import { createValues } from './values.ts';

export type BytesMatch<T> = {
  readonly root: PathNode;
  readonly leaves: Leaves;
  readonly attributes: readonly PlannedPath[];
  readonly search: Search;
  readonly choose: Choose<T>;
  readonly match: (event: object) => T[];
};

const NOTHING: Uint8Array = new Uint8Array();

/** Matches events that were never made objects: their leaves are found, and read, in their bytes. */
export function createBytesMatch<T>({ root, leaves, attributes, search, choose, match }: BytesMatch<T>) {
  const keys = createKeyTable(root);
  const mayRepeat = createMayRepeat(keys);
  const scan = createScanner(keys, leaves, isOver);
  const load = createEventBytes();
  const readValue = createValues();
  let event = load(NOTHING);
  let given = NOTHING;
  let wanted: T[] | undefined;

  function readLeaf(here: PathLeaves, index: number): Leaf {
    return readValue(event, here, index);
  }

  function find(): T[] {
    return choose(search(leaves, readLeaf), () => toAttributes(attributes, readLeaf));
  }

  /** Nobody wants the event by what is known, which is all unless a name comes again: then it need not even be JSON. */
  function isOver(at: number): boolean {
    wanted = find();
    return wanted.length === 0 && !mayRepeat(given, at);
  }

  return (json: Uint8Array): T[] => {
    given = json;
    event = load(json);
    wanted = undefined;
    clearLeaves(leaves);
    const end = scan(event.view, json.length);
    given = NOTHING;
    if (end === BROKEN || end === STOPPED) return [];
    return end === AGAIN ? matchValue(json, match) : (wanted ?? find());
  };
}

/** However deep it nests: whether that is too deep is for who delivers it. */
function matchValue<T>(json: Uint8Array, match: (event: object) => T[]): T[] {
  const event = parseDeepJson(json);
  return event.ok && isObject(event.value) ? match(event.value) : [];
}
