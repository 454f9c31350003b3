import type { AuditLine } from './audit.ts';
import type { Finding } from './check.ts';
import { keyOf, type Sent } from './fault-events.ts';
import { ORDERED } from './fault-routes.ts';

type Life = { start: number | undefined; readonly ends: number[]; settled: number | undefined };

/** No event of a subject is begun by the ordered route before the one sent before it was completed or given up. */
export function checkOrder({ sent, lines }: { sent: readonly Sent[]; lines: readonly AuditLine[] }) {
  const lives = toLives(lines);
  const findings: Finding[] = [];
  for (const events of Map.groupBy(sent, ({ subject }) => subject).values()) {
    const keys = events.map((event) => keyOf(ORDERED, event)).filter((key) => lives.get(key)?.start !== undefined);
    for (const [index, key] of keys.entries()) {
      const before = keys[index - 1];
      if (before === undefined || startOf(lives.get(key)) > completionOf(lives.get(before))) continue;
      findings.push({ key, what: `began before ${before} was completed` });
    }
  }
  return findings;
}

function toLives(lines: readonly AuditLine[]): ReadonlyMap<string, Life> {
  const lives = new Map<string, Life>();
  for (const { at, key, what } of lines) {
    const life = lives.get(key) ?? { start: undefined, ends: [], settled: undefined };
    lives.set(key, life);
    if (what === 'start') life.start ??= at;
    else if (what === 'end') life.ends.push(at);
    else if (what === 'wrote') life.settled ??= at;
  }
  return lives;
}

function startOf(life: Life | undefined): number {
  return life?.start ?? Number.POSITIVE_INFINITY;
}

/**
 * The end of the run that its claim was settled with. Another process may see that claim before the line that tells of it is written, so
 * that only where nothing ran to its end that line's own time counts; a line that a kill prevented is not missed.
 */
function completionOf(life: Life | undefined): number {
  if (life === undefined) return Number.NEGATIVE_INFINITY;
  const { ends, settled = Number.POSITIVE_INFINITY } = life;
  return ends.findLast((end) => end <= settled) ?? settled;
}
