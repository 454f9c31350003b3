import { type EventName, type Facts, fromKey, type Moment } from './facts.ts';
import { matching } from './matching.ts';

/** An event, and all that became of it. */
export type TraceNode = EventName & { readonly note?: string; readonly deliveries: readonly TraceDelivery[] };

export type TraceDelivery = {
  /** Null where no route had it. */
  readonly route: string | null;
  readonly moments: readonly Moment[];
  readonly emitted: readonly TraceNode[];
  /** The run of the join that this event fired or closed. */
  readonly runs: readonly TraceNode[];
};

/** The trees of the events that a text names, each from the event that was the beginning of it all. */
export function toTrees(facts: Facts, text: string): readonly TraceNode[] {
  const roots = new Set(matching(facts, text).map((key) => rootOf(facts, key)));
  const seen = new Set<string>();
  return [...roots].map((root) => toNode(facts, root, seen));
}

function rootOf({ causes }: Facts, key: string): string {
  const way = new Set<string>();
  let root = key;
  for (let next: string | undefined = key; next !== undefined && !way.has(next); next = causes.get(next)) {
    way.add(next);
    root = next;
  }
  return root;
}

/** An event that stands somewhere already stands there alone: whoever wrote a cause may have made a circle of it. */
function toNode(facts: Facts, key: string, seen: Set<string>): TraceNode {
  const note = facts.notes.get(key);
  const name = { ...(facts.names.get(key) ?? fromKey(key)), ...(note === undefined ? {} : { note }) };
  if (seen.has(key)) return { ...name, deliveries: [] };
  seen.add(key);
  const runs = [...(facts.runs.get(key) ?? [])];
  const stories = [...(facts.stories.get(key) ?? [])];
  const deliveries = stories.map(([route, { moments, emitted }]) => ({
    route: route === '' ? null : route,
    moments: toMoments(moments),
    emitted: [...emitted].map((one) => toNode(facts, one, seen)),
    runs: runs.filter((run) => joinOf(run) === route).map((run) => toNode(facts, run, seen)),
  }));
  // A part whose own delivery nobody noted.
  const untold = runs.filter((run) => !stories.some(([route]) => joinOf(run) === route));
  const more = untold.map((run) => ({
    route: joinOf(run),
    moments: [],
    emitted: [],
    runs: [toNode(facts, run, seen)],
  }));
  return { ...name, deliveries: [...deliveries, ...more].sort(byTime) };
}

function joinOf(run: string): string {
  return fromKey(run).source.replace('/waybill/', '');
}

function toMoments(moments: readonly Moment[]): readonly Moment[] {
  const tried = moments.some(({ kind }) => kind === 'try');
  const told = moments.filter(({ kind }) => kind !== 'claim' || !tried);
  return told.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : placeOf(a) - placeOf(b)));
}

/**
 * Which comes first of what one millisecond holds. A letter is filed before the try that ends in it is over, which is when a journal notes it;
 * tries and redrives stay as the journal has them.
 */
function placeOf(moment: Moment): number {
  if (moment.kind === 'claim') return moment.redrive === 0 ? 0 : 3;
  return moment.kind === 'letter' ? 1 : 2;
}

function byTime(a: TraceDelivery, b: TraceDelivery): number {
  const [first = '', second = ''] = [a.moments[0]?.at, b.moments[0]?.at];
  return first < second ? -1 : first > second ? 1 : 0;
}
