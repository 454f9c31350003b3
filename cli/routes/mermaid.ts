import { plain } from '../text.ts';
import type { Edge, Node } from './graph.ts';

/** The arrows as a Mermaid flowchart, one a line; a box is described where it comes first. */
export function toMermaid(edges: readonly Edge[]): string {
  const known = new Set<string>();
  const box = (node: Node) => {
    if (known.has(node.id)) return node.id;
    known.add(node.id);
    return node.id + SHAPES[node.kind].join(quote(node.label));
  };
  const boxes = (nodes: readonly Node[]) => nodes.map(box).join(' & ');
  return ['flowchart LR', ...edges.map((edge) => `  ${boxes(edge.from)} ${arrow(edge)} ${boxes(edge.to)}`)].join('\n');
}

const SHAPES = {
  source: ['([', '])'],
  type: ['[/', '/]'],
  route: ['[', ']'],
  join: ['{{', '}}'],
} satisfies Record<Node['kind'], readonly [string, string]>;

function arrow({ label, closes }: Edge): string {
  return `${closes ? '-.->' : '-->'}${label.length === 0 ? '' : `|${quote(label)}|`}`;
}

/** A label that means nothing to Mermaid, Markdown or HTML: all but letters, digits and the harmless is written as its code. */
function quote(lines: readonly string[]): string {
  return `"${lines.map((line) => plain(line, 60).replace(SPECIAL, toCode)).join('<br>')}"`;
}

const SPECIAL = /[^\p{L}\p{N} .,:/_-]/gu;

function toCode(character: string): string {
  return `#${character.codePointAt(0)};`;
}
