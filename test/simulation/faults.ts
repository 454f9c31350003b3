import { CLOUDS } from './clouds/cloud.ts';
import type { Counts } from './counts.ts';
import { POINTS, type Site } from './points.ts';
import type { Random } from './random.ts';

/**
 * What becomes of a call: an error before its effect or after it, an answer or an effect that comes only when the lease is over, the
 * death of the process before or after its effect.
 */
export const FAULTS = [
  'error before',
  'error after',
  'late answer',
  'late effect',
  'dies before',
  'dies after',
] as const;
export type Fault = 'none' | (typeof FAULTS)[number];

export type Faults = {
  readonly draw: (site: Site) => Fault;
  /** How long a call takes, in milliseconds: most of them no time at all. */
  readonly latency: () => number;
  /** Whether a process that gets a call is to end while it has it. */
  readonly isToEnd: () => boolean;
  /** There are some for so many milliseconds from now on, and then none. */
  readonly goOn: (ms: number) => void;
};

const MINUTE = 60_000;
/** Faults stop a little after the joins' day is over, so that its end is in trouble too. */
const CALM = 24 * 60 * MINUTE + 45 * MINUTE;

/** How troubled a seed's world is: some are quiet, so that nothing may excuse a second run there. */
const RATES = [0, 0, 0.002, 0.01, 0.03, 0.05];
/** Errors are the most frequent. */
const KINDS: readonly Fault[] = [...FAULTS, 'error before', 'error before', 'error after', 'error after'];

type Given = { readonly seed: number; readonly random: Random; readonly counts: Counts; readonly since: () => number };

/**
 * The faults of one seed: a rate for all calls, one point where a process is likely to die or a call to be late, each in its turn, and now
 * and then a port that is down for a while.
 */
export function createFaults({ seed, random, counts, since }: Given): Faults {
  const rate = random.pick(RATES);
  const point = POINTS[Math.floor(seed / CLOUDS.length) % POINTS.length] ?? 'before ack';
  let deaths = 1 + random.int(3);
  let calm = CALM;
  const outage = drawOutage(random);
  const drawn = (site: Site): Fault => {
    if (since() > calm) return 'none';
    if (outage?.port === site.port && since() > outage.from && since() < outage.to) return 'error before';
    const isPoint = [site.name, `before ${site.name}`, `after ${site.name}`].includes(point);
    if (deaths > 0 && isPoint && random.chance(0.7)) {
      deaths--;
      if (random.chance(0.35)) return 'late effect';
      return point.startsWith('before') ? 'dies before' : 'dies after';
    }
    return rate > 0 && random.chance(rate) ? random.pick(KINDS) : 'none';
  };
  const draw = (site: Site) => {
    const fault = drawn(site);
    if (fault !== 'none') counts.add(`faults: ${fault}`);
    return fault;
  };
  const latency = () => (random.chance(0.6) ? 0 : random.between(1, random.chance(0.1) ? 2_000 : 60));
  const isToEnd = () => since() < calm && rate > 0 && random.chance(0.02);
  const goOn = (ms: number) => {
    calm = since() + ms;
  };
  return { draw, latency, isToEnd, goOn };
}

function drawOutage(random: Random) {
  if (!random.chance(0.15)) return undefined;
  const from = random.int(15 * MINUTE);
  const port = random.pick(['state', 'bodies', 'publish', 'payments', 'mail'] as const);
  return { port, from, to: from + random.between(MINUTE, (random.chance(0.2) ? 30 : 5) * MINUTE) };
}
