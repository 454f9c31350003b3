import { relative } from 'node:path';

/** What is read of the document that `jest --json` writes (Jest, "CLI options", --json). */
export type JestReport = {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  /** Files that could not be run at all: none of their tests is counted. */
  readonly numRuntimeErrorTestSuites: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly assertionResults: readonly {
      readonly ancestorTitles: readonly string[];
      readonly title: string;
      readonly status: string;
    }[];
  }[];
};

export type Summary = { readonly failed: number; readonly skips: readonly string[]; readonly line: string };

/** The counts of a run as its last line says them, and a line for everything that was skipped: what, how many tests, and why. */
export function summarize(report: JestReport): Summary {
  const failed = report.numFailedTests + report.numRuntimeErrorTestSuites;
  const skipped = report.numPendingTests + report.numTodoTests;
  const counts = [
    `${report.numPassedTests} passed`,
    `${failed} failed`,
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
  ];
  return { failed, skips: toSkips(report), line: counts.join(', ') };
}

function toSkips({ testResults }: JestReport): string[] {
  const counts = new Map<string, number>();
  for (const { name, assertionResults } of testResults) {
    for (const { ancestorTitles, title, status } of assertionResults) {
      if (status === 'passed' || status === 'failed') continue;
      const what = explain([...ancestorTitles, title]) ?? `${relative(process.cwd(), name)}: no reason given`;
      counts.set(what, (counts.get(what) ?? 0) + 1);
    }
  }
  return [...counts].map(([what, count]) => (count === 1 ? what : `${what} (${count} tests)`));
}

/** The reason at the end of a name, as `skip.ts` writes it, or in parentheses, as a test may write it by itself. */
const REASON = /^(.*?) (?:\[skipped: (.+)\]|\(([^()]+)\))$/;

/** The outermost title that gives a reason, with what stands above it. */
function explain(titles: readonly string[]): string | undefined {
  for (const [index, title] of titles.entries()) {
    const [, name, reason, remark] = REASON.exec(title) ?? [];
    if (name !== undefined) return `${[...titles.slice(0, index), name].join(' › ')}: ${reason ?? remark}`;
  }
  return undefined;
}
