import type { Cell, Outcome } from '../cells/cell.ts';
import { toRows } from '../report/columns.ts';
import { formatTime } from '../report/format.ts';
import type { Table } from '../report/table.ts';

const BUILDERS = ['waybill', 'event-ruler', 'quamina'];

/** What a matcher costs before the first event: from the rules as text. */
export function toBuildTable(cells: readonly Cell[], label: (cell: Cell) => string): Table {
  const builders = BUILDERS.filter((name) => cells.some(({ contender }) => contender === name));
  return {
    title: 'Building the matcher from the rules as JSON, and what a rule keeps on our heap',
    head: ['workload, rules', ...builders, 'bytes a rule'],
    rows: toRows(cells, label).map((row) => [
      row.label,
      ...builders.map((name) => timeOf(row.cells.get(name))),
      bytesOf(row.cells.get('waybill')),
    ]),
  };
}

function timeOf(outcome: Outcome | undefined): string {
  if (outcome?.kind === 'measured') return formatTime(outcome.report.buildMs);
  return outcome === undefined || outcome.kind === 'skipped' ? '–' : outcome.kind;
}

/** With few rules what the matcher itself needs would count as theirs. */
function bytesOf(outcome: Outcome | undefined): string {
  const bytes = outcome?.kind === 'measured' ? outcome.report.bytesPerRule : undefined;
  return bytes === undefined ? '–' : Math.round(bytes).toLocaleString('en');
}
