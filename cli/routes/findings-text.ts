import type { Finding } from '../../shared/routing/analyse/finding.ts';
import { describeFinding } from '../../shared/routing/analyse.ts';
import { wrap } from '../explain/columns.ts';
import { count, paint, plain } from '../text.ts';
import { type DeployFinding, describeDeployFinding } from './deploy-finding.ts';

/** One finding after the other, the worst first, and how many there are. */
export function findingsText(findings: readonly (Finding | DeployFinding)[], routes: number): string {
  const sorted = findings.toSorted((a, b) => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level));
  const lines = sorted.map((finding) => {
    const label = finding.level.padEnd(9);
    const words = 'place' in finding ? describeDeployFinding(finding) : describeFinding(finding);
    const text = wrap(label, plain(words, 1_000)).slice(label.length);
    return `${paint(COLOURS[finding.level], label)}${text}`;
  });
  const levels = LEVELS.flatMap((level) => {
    const number = findings.filter((finding) => finding.level === level).length;
    return number === 0 ? [] : [count(number, level)];
  });
  return [
    ...lines,
    ...(lines.length === 0 ? [] : ['']),
    `${count(routes, 'route')}: ${levels.join(', ') || 'nothing found'}`,
  ].join('\n');
}

const LEVELS = ['error', 'warning', 'note'] as const;

const COLOURS = { error: 'red', warning: 'yellow', note: 'dim' } as const;
