import type { Evidence, Finding } from './check.ts';
import type { Played } from './prove.ts';
import { EVENTS } from './size.ts';

type Course = {
  readonly evidence: Evidence;
  readonly played: Played;
  /** When the fault was over, as the audit has it. */
  readonly healedAt: number;
  readonly seconds: number;
};

/** One line: `NAME: N events, N runs, N doubles, N dead letters, recovered in N s, N s in all`. */
export function summarize(name: string, { evidence, played, healedAt, seconds }: Course): string {
  const { sent, lines, letters } = evidence;
  const { isRecovery = () => true, note } = played;
  const ends = lines.filter(({ what }) => what === 'end');
  const doubles = ends.length - new Set(ends.map(({ key }) => key)).size;
  const first = ends.find((line) => line.at > healedAt && isRecovery(line));
  const failed = countOf(lines, 'failed');
  const parts = [
    `${sent.length} events`,
    `${countOf(lines, 'start')} runs`,
    `${doubles} doubles`,
    `${letters.length} dead letters`,
    first === undefined ? 'nothing ran after it' : `recovered in ${((first.at - healedAt) / 1e6).toFixed(1)} s`,
    ...(failed === 0 ? [] : [`${failed} times the store was silent`]),
    ...(note === undefined ? [] : [note]),
    `${seconds.toFixed(1)} s in all`,
  ];
  return `${name}: ${parts.join(', ')}`;
}

function countOf(lines: Evidence['lines'], wanted: string): number {
  return lines.filter(({ what }) => what === wanted).length;
}

const SHOWN = 10;

/** The first of the findings with all that the audit has of their claims, and how to see them again. */
export function showFindings(name: string, { lines }: Evidence, findings: readonly Finding[]): readonly string[] {
  if (findings.length === 0) return [];
  const shown = findings.slice(0, SHOWN).map(({ key, what }) => {
    const told = lines.filter((line) => line.key === key).map((line) => `\n  ${JSON.stringify(line)}`);
    return `${key} ${what}${told.join('')}`;
  });
  return [
    ...shown,
    `${findings.length} in all; again: FAULT_EVENTS=${EVENTS} node test/run.ts real kafka-faults -t ${name}`,
  ];
}
