/** How the worker is at one moment. Times are epoch milliseconds. */
export type Sample = {
  readonly now: number;
  /** When a broker answered a fetch last, or there was none to make. */
  readonly answeredAt: number;
  /** When the group's coordinator answered last; undefined before the first join. */
  readonly heardAt: number | undefined;
  /** Something is known not to work, and is tried again already. */
  readonly inTrouble: boolean;
  readonly lanes: readonly LaneSample[];
};

export type LaneSample = {
  readonly key: string;
  /** How many records it has finished. */
  readonly finished: number;
  readonly position: bigint;
  readonly end: bigint | undefined;
  readonly depth: number;
  readonly full: boolean;
};

export type Patience = {
  /** For a fetch that must bring something, and for handlers. */
  readonly still: number;
  /** For a member's coordinator. */
  readonly deaf: number;
};

export type WatchdogVerdict = {
  readonly restart: 'fetch' | 'membership' | undefined;
  /** The lanes whose handlers finish nothing: said once, until something moves. */
  readonly stuck: readonly string[];
};

type Trace = { finished: number; finishedAt: number; position: bigint; movedAt: number; said: boolean };

/**
 * Judges by what moved between samples. Records that lie in the log and are not fetched, or fetches that nobody answers, restart the
 * fetch loop, and the whole membership when that did not help; records that handlers hold are only reported, since a handler has its own
 * time-out, and a store may be away for hours.
 */
export function createWatchdog({ still, deaf }: Patience): (sample: Sample) => WatchdogVerdict {
  const traces = new Map<string, Trace>();
  let last: { readonly at: number; readonly what: 'fetch' | 'membership' } | undefined;

  const restartOf = ({ now, answeredAt, heardAt, inTrouble, lanes }: Sample): WatchdogVerdict['restart'] => {
    if (last !== undefined && now - last.at < still) return undefined;
    if (heardAt !== undefined && now - heardAt > deaf) return 'membership';
    const starved = lanes.some((lane) => isStarved(lane, traces.get(lane.key), now - still));
    if (inTrouble || !(starved || now - answeredAt > still)) {
      last = undefined;
      return undefined;
    }
    return last?.what === 'fetch' ? 'membership' : 'fetch';
  };
  return (sample) => {
    const { now, lanes } = sample;
    for (const lane of lanes) trace(traces, lane, now);
    const keys = new Set(lanes.map(({ key }) => key));
    for (const key of traces.keys()) if (!keys.has(key)) traces.delete(key);
    const stuck = lanes.filter((lane) => isStuck(lane, traces.get(lane.key), now - still)).map(({ key }) => key);
    const restart = restartOf(sample);
    if (restart !== undefined) last = { at: now, what: restart };
    return { restart, stuck };
  };
}

function trace(traces: Map<string, Trace>, { key, finished, position }: LaneSample, now: number): void {
  const known = traces.get(key);
  if (known === undefined) traces.set(key, { finished, finishedAt: now, position, movedAt: now, said: false });
  else {
    if (known.finished !== finished) Object.assign(known, { finished, finishedAt: now, said: false });
    if (known.position !== position) Object.assign(known, { position, movedAt: now });
  }
}

function isStarved({ position, end, full }: LaneSample, known: Trace | undefined, since: number): boolean {
  return end !== undefined && end > position && !full && known !== undefined && known.movedAt < since;
}

function isStuck({ depth }: LaneSample, known: Trace | undefined, since: number): boolean {
  if (depth === 0 || known === undefined || known.said || known.finishedAt >= since) return false;
  known.said = true;
  return true;
}
