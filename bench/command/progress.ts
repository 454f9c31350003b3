import type { Cell } from '../cells/cell.ts';
import { rateOf, rateOfJson } from '../cells/cell.ts';
import { formatRate } from '../report/format.ts';

/** Tells on stderr what is being measured: one line rewritten on a terminal, a line for each cell elsewhere. */
export function createProgress() {
  const { stderr } = process;
  const isTerminal = stderr.isTTY === true;
  return {
    start: (what: string) => {
      if (isTerminal) stderr.write(`\r\x1b[K${what}…`.slice(0, (stderr.columns ?? 80) + 3));
    },
    cell: (cell: Cell) => {
      if (!isTerminal) stderr.write(`${describeCell(cell)}\n`);
    },
    /** A line that stays. */
    say: (line: string) => stderr.write(isTerminal ? `\r\x1b[K${line}\n` : `${line}\n`),
    end: () => {
      if (isTerminal) stderr.write('\r\x1b[K');
    },
  };
}

/** `citylots NUMERIC, 5 rules: quamina 437 k/s from JSON, – from objects`. */
export function describeCell({ section, name, rules, contender, outcome }: Cell): string {
  const what = `${section} ${name}, ${rules} rules: ${contender}`;
  if (outcome.kind !== 'measured') return `${what} ${outcome.kind}: ${outcome.why}`;
  const rates = [rateOfJson(outcome), rateOf(outcome, 'object')].map((rate) => (rate ? `${formatRate(rate)}/s` : '–'));
  return `${what} ${rates.join(' from JSON, ')} from objects`;
}
