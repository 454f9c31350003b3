import { type Table, toMarkdown } from './table.ts';
import type { Verdict } from './verdict.ts';

export type Results = {
  readonly date: string;
  readonly machine: string;
  readonly contenders: readonly string[];
  readonly tables: readonly Table[];
  readonly verdicts: readonly Verdict[];
};

const PROFILE = '## What the profile shows';

/** The text of RESULTS.md. What somebody has written by hand under the last heading of the text before it stays. */
export function toResults({ date, machine, contenders, tables, verdicts }: Results, before: string): string {
  const profile = before.includes(PROFILE) ? before.slice(before.indexOf(PROFILE)) : `${PROFILE}\n\nNothing yet.\n`;
  return `# Results

Written by \`npm run bench\` on ${date}. Machine: ${machine}. One thread, one process for each cell, the median of five rounds.
Compare the numbers of one run with each other, and never with those of another machine. What each means: [README.md](README.md).

${contenders.map((line) => `- ${line}`).join('\n')}

${toMarkdown(toVerdictTable('Targets', verdicts))}
${tables.map(toMarkdown).join('\n')}
${profile}`;
}

/** Those that could be judged, a line each. */
export function toVerdictText(verdicts: readonly Verdict[]): string {
  const judged = verdicts.filter(({ holds }) => holds !== undefined);
  return judged
    .map((verdict) => `${wordOf(verdict).padEnd(7)} ${verdict.target}\n        ${verdict.detail}\n`)
    .join('');
}

export function toVerdictTable(title: string, verdicts: readonly Verdict[]): Table {
  return {
    title,
    head: ['target', 'verdict', 'by how much'],
    rows: verdicts.map((verdict) => [verdict.target, wordOf(verdict), verdict.detail]),
  };
}

function wordOf({ holds }: Verdict): string {
  return holds === undefined ? '–' : holds ? 'holds' : 'missed';
}
