import type { Figure } from '../figure.ts';
import { toDigits } from '../report/format.ts';
import type { Part } from './part.ts';

/** A section of figures as a table, and the targets among them as verdicts. */
export function toPart(title: string, figures: readonly Figure[]): Part {
  const rows = figures.map(({ what, value, unit, target = '' }) => [what, `${toDigits(value)} ${unit}`.trim(), target]);
  const verdicts = figures.flatMap(({ what, value, unit, target, holds }) =>
    target === undefined ? [] : [{ target: `${what}: ${target}`, holds, detail: `${toDigits(value)} ${unit}` }],
  );
  return { cells: [], figures, tables: [{ title, head: ['what', 'measured', 'target'], rows }], verdicts };
}
