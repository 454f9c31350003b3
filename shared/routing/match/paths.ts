/**
 * The paths that rules name, as a tree of keys: where a walk over an event has to look, and where it need not. `path` is the number of the
 * path that ends here, or NO_PATH.
 */
export type PathNode = {
  readonly path: number;
  readonly children: ReadonlyMap<string, PathNode>;
  /** The keys that events had here and where they led. */
  readonly known: Map<string, KnownKey>;
  first: KnownKey | undefined;
};

/** Most events have the keys of the one before, in the same order: `next` is the key that came after this one the last time. */
export type KnownKey = { readonly key: string; readonly child: PathNode | undefined; next: KnownKey | undefined };

export const NO_PATH = -1;

/** More keys than this are looked up anew each time: an event may bring any number of them. */
const MOST_KNOWN = 1_024;
/** And longer ones too. */
const LONGEST = 256;

export function createPaths(paths: readonly string[]): PathNode {
  const root = createNode();
  for (const [number, path] of paths.entries()) addPath(root, path, number);
  return root;
}

type Growing = { path: number; readonly children: Map<string, Growing> } & Pick<PathNode, 'known'> & {
    first: KnownKey | undefined;
  };

function createNode(): Growing {
  return { path: NO_PATH, children: new Map(), known: new Map(), first: undefined };
}

function addPath(root: Growing, path: string, number: number): void {
  let node = root;
  for (const key of path.split('.')) {
    const child = node.children.get(key) ?? createNode();
    node.children.set(key, child);
    node = child;
  }
  node.path = number;
}

/** Where a member leads, or undefined where no rule looks. A key with dots in it is as many steps. */
export function childOf(node: PathNode, key: string): PathNode | undefined {
  let child: PathNode | undefined = node;
  for (const step of key.split('.')) child = child?.children.get(step);
  return child;
}

/** The same, remembered, after the key that came before it in the object, if any. */
export function keyAfter(node: PathNode, before: KnownKey | undefined, key: string): KnownKey {
  const expected = before === undefined ? node.first : before.next;
  if (expected?.key === key) return expected;
  let known = node.known.get(key);
  if (known === undefined) {
    known = { key, child: childOf(node, key), next: undefined };
    // Nor is it expected next time: the key before would keep it, and it those that came after it.
    if (node.known.size >= MOST_KNOWN || key.length > LONGEST) return known;
    node.known.set(key, known);
  }
  if (before === undefined) node.first = known;
  else before.next = known;
  return known;
}
