/** How often what happened. */
export type Counts = {
  readonly add: (name: string, times?: number) => void;
  readonly get: (name: string) => number;
  readonly entries: () => readonly (readonly [name: string, times: number])[];
};

export function createCounts(): Counts {
  const counts = new Map<string, number>();
  return {
    add: (name, times = 1) => void counts.set(name, (counts.get(name) ?? 0) + times),
    get: (name) => counts.get(name) ?? 0,
    entries: () => [...counts].sort(([one], [other]) => (one < other ? -1 : 1)),
  };
}

/** The counts of many seeds as lines of text, those of one kind on one line: `KIND: NAME TIMES, NAME TIMES`. */
export function showCounts(counts: Counts): string {
  const lines = new Map<string, string[]>();
  for (const [name, times] of counts.entries()) {
    const [kind = '', rest = ''] = name.split(/: (.*)/);
    lines.set(kind, [...(lines.get(kind) ?? []), `${rest} ${times}`.trim()]);
  }
  return [...lines].map(([kind, list]) => `${kind}: ${list.join(', ')}`).join('\n');
}
