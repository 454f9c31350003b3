import type { Target } from '../../shared/routing/table.ts';

/** A box of the picture: `id` is unlike every other’s, and the label’s lines may be any text. */
export type Node = {
  readonly id: string;
  readonly kind: 'source' | 'type' | 'route' | 'join';
  readonly label: readonly string[];
};

/** An arrow from each to each; `closes`: it ends a join instead of completing it. */
export type Edge = {
  readonly from: readonly Node[];
  readonly to: readonly Node[];
  readonly label: readonly string[];
  readonly closes: boolean;
};

/** The table as arrows: from the clouds’ sources to the events, to the routes that want these, and on to what they emit. */
export function toGraph(routes: readonly Target[]): readonly Edge[] {
  const wants = routes.flatMap(wantsOf);
  const emitted = new Set(routes.flatMap(({ emits }) => emits));
  const types = [...new Set(wants.map(({ type }) => type))].filter((type) => !emitted.has(type));
  const entries = types.map((type, index) => ({ type, node: typeNode(`t${index}`, [type]) }));
  return [
    ...entries.map(({ type, node }) => toEdge(sourcesOf(type), [node])),
    ...entries.flatMap(({ type, node }) =>
      edgesTo(
        node,
        wants.filter((want) => want.type === type),
      ),
    ),
    ...routes.flatMap((route, index) => edgesFrom(route, index, wants)),
  ];
}

/** What raises this type is an upload; every other is published by somebody. */
const UPLOADED = 'blob.uploaded';

const UPLOADS = source('uploads', ['uploads', 'gcp: Cloud Storage', 'azure: Blob Storage', 'aws: S3']);
const PUBLISHED = [
  source('events', ['events', 'gcp: Pub/Sub', 'azure: Event Grid', 'aws: EventBridge']),
  source('kafka', ['Kafka', 'azure: Event Hubs', 'aws: Amazon MSK']),
];

function sourcesOf(type: string): readonly Node[] {
  return type === UPLOADED ? [UPLOADS] : PUBLISHED;
}

function source(id: string, label: readonly string[]): Node {
  return { id, kind: 'source', label };
}

function typeNode(id: string, label: readonly string[]): Node {
  return { id, kind: 'type', label };
}

/** That a route or join wants a type, and on which conditions. */
type Want = Pick<Edge, 'label' | 'closes'> & { readonly type: string; readonly node: Node };

function wantsOf(target: Target, index: number): readonly Want[] {
  const node = targetNode(target, index);
  const closing: readonly string[] = target.kind === 'join' ? target.unless : [];
  const label = conditionsOf(target);
  return target.on.map((type) => ({ type, node, label, closes: closing.includes(type) }));
}

function targetNode({ kind, name }: Target, index: number): Node {
  return { id: `r${index}`, kind, label: [kind === 'join' ? `join ${name}` : name] };
}

/** The fields that it looks at, not what it expects of them: that would not fit beside an arrow. */
function conditionsOf(target: Target): readonly string[] {
  if (target.kind === 'join') return [];
  const fields = target.where?.alternatives.flatMap((alternative) => alternative.map(({ path }) => path)) ?? [];
  const paths = [...new Set(fields)];
  const shown = paths.length > 3 ? [...paths.slice(0, 2), `${paths.length - 2} more`] : paths;
  return [
    ...(shown.length === 0 ? [] : [`where ${shown.join(', ')}`]),
    ...(target.filter === undefined ? [] : ['filters']),
  ];
}

/** Those who want the same under the same conditions share an arrow. */
function edgesTo(from: Node, wants: readonly Want[]): readonly Edge[] {
  const alike = Map.groupBy(wants, ({ label, closes }) => JSON.stringify([label, closes]));
  return [...alike.values()].map((group) =>
    toEdge(
      [from],
      group.map(({ node }) => node),
      group[0],
    ),
  );
}

/** From a route to who wants what it emits; what nobody wants are the ends of the picture. */
function edgesFrom(route: Target, index: number, wants: readonly Want[]): readonly Edge[] {
  const from = [targetNode(route, index)];
  const own = wants.filter(({ type }) => route.emits.includes(type));
  const alike = Map.groupBy(own, ({ node, closes }) => `${node.id} ${closes}`);
  const unwanted = route.emits.filter((type) => own.every((want) => want.type !== type));
  return [
    ...[...alike.values()].map((group) => emission(from, group)),
    ...(unwanted.length === 0 ? [] : [toEdge(from, [typeNode(`e${index}`, unwanted)])]),
  ];
}

function emission(from: readonly Node[], wants: readonly Want[]): Edge {
  const [first] = wants;
  const to = first === undefined ? [] : [first.node];
  return toEdge(from, to, {
    label: [...wants.map(({ type }) => type), ...(first?.label ?? [])],
    closes: first?.closes === true,
  });
}

function toEdge(from: readonly Node[], to: readonly Node[], how?: Pick<Edge, 'label' | 'closes'>): Edge {
  return { from, to, label: how?.label ?? [], closes: how?.closes ?? false };
}
