import { isLeaf } from './leaf.ts';
import { addElement, addLeaf, type Leaves, markArray } from './leaves.ts';
import { type KnownKey, keyAfter, NO_PATH, type PathNode } from './paths.ts';

/**
 * A function that puts an object's leaves at the paths of the tree into `leaves`. It goes only where a rule looks, and keeps what is still
 * to be looked into on a stack of its own: an event may nest as deep as it likes.
 */
export function createCollector(root: PathNode, leaves: Leaves): (event: object) => void {
  const containers: object[] = [];
  const nodes: PathNode[] = [];
  const elements: number[] = [];

  function collectMembers(object: object, node: PathNode, element: number): void {
    // Own members only, as in JSON. They are read one by one: to have them as entries costs twice as much.
    const members = object as Readonly<Record<string, unknown>>;
    let known: KnownKey | undefined;
    for (const key of Object.keys(object)) {
      known = keyAfter(node, known, key);
      if (known.child !== undefined) collect(members[key], known.child, element);
    }
  }

  function collectElements(array: readonly unknown[], node: PathNode, element: number): void {
    const number = leaves.elementCount;
    for (const value of array) {
      const isContainer = typeof value === 'object' && value !== null;
      collect(value, node, isContainer ? addElement(leaves, element, number) : element);
    }
    if (node.path !== NO_PATH) markArray(leaves, node.path);
  }

  function collect(value: unknown, node: PathNode, element: number): void {
    if (isLeaf(value)) {
      if (node.path !== NO_PATH) addLeaf(leaves, node.path, value, element);
    } else if (typeof value === 'object') {
      containers.push(value);
      nodes.push(node);
      elements.push(element);
    }
  }

  return (event) => {
    // What a member that threw left behind is of another event.
    if (nodes.length > 0) for (const list of [containers, nodes, elements]) list.length = 0;
    collectMembers(event, root, 0);
    for (let node = nodes.pop(); node !== undefined; node = nodes.pop()) {
      const container = containers.pop() ?? [];
      const element = elements.pop() ?? 0;
      if (Array.isArray(container)) collectElements(container, node, element);
      else collectMembers(container, node, element);
    }
  };
}
