import type { Cell } from '../cells/cell.ts';
import { besides, oursBy, type Row, toNotes, toRows } from '../report/columns.ts';
import type { Table } from '../report/table.ts';

type Shape = {
  readonly title: string;
  readonly first: string;
  readonly label: (cell: Cell) => string;
  /** Contenders beside ours. */
  readonly peers: readonly string[];
  /** From JSON as bytes, or from objects that are parsed already. */
  readonly input: 'json' | 'object';
};

/** Events per second of ours and of others, each with ours as a multiple of it. */
export function toPeerTable(cells: readonly Cell[], { title, first, label, peers, input }: Shape): Table {
  const measured = peers.filter((peer) => cells.some(({ contender }) => contender === peer));
  const toRow = (row: Row) => [
    ...[row.label, matchesOf(row), oursBy(input === 'json' ? 'bytes' : 'object', row)],
    ...measured.flatMap((peer) => besides(peer, input, row)),
  ];
  const shown = cells.filter(({ contender }) => contender === 'waybill' || measured.includes(contender));
  return {
    title,
    head: [first, 'matches', 'waybill', ...measured.flatMap((peer) => [peer, 'ours'])],
    rows: toRows(shown, label).map(toRow),
    notes: toNotes(shown, label),
  };
}

function matchesOf({ cells }: Row): string {
  const outcome = cells.get('waybill');
  const found = outcome?.kind === 'measured' ? outcome.report.inputs.object : undefined;
  return found === undefined ? '–' : found.matches.toLocaleString('en');
}
