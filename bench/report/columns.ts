import { type Cell, type Outcome, rateOf, rateOfJson } from '../cells/cell.ts';
import type { Input } from '../engines/report.ts';
import { formatRate, formatRatio } from './format.ts';

/** The cells of one case, by contender. */
export type Row = { readonly label: string; readonly cells: ReadonlyMap<string, Outcome> };

/** One row for each case, in the order they were measured. */
export function toRows(cells: readonly Cell[], label: (cell: Cell) => string): readonly Row[] {
  const rows = new Map<string, Map<string, Outcome>>();
  for (const cell of cells) {
    const row = rows.get(label(cell)) ?? new Map<string, Outcome>();
    rows.set(label(cell), row.set(cell.contender, cell.outcome));
  }
  return [...rows].map(([name, outcomes]) => ({ label: name, cells: outcomes }));
}

/** Ours from this input, as events per second. */
export function oursBy(input: Input, { cells }: Row): string {
  return rateText(cells.get('waybill'), rateOf(cells.get('waybill'), input));
}

/** A peer's rate, and ours as a multiple of it. */
export function besides(
  peer: string,
  input: 'json' | 'object',
  { cells }: Row,
): readonly [rate: string, ratio: string] {
  const read = (outcome: Outcome | undefined) => (input === 'json' ? rateOfJson(outcome) : rateOf(outcome, 'object'));
  const [ours, theirs] = [read(cells.get('waybill')), read(cells.get(peer))];
  const ratio = ours === undefined || theirs === undefined ? '' : formatRatio(ours / theirs);
  return [rateText(cells.get(peer), theirs), ratio];
}

function rateText(outcome: Outcome | undefined, rate: number | undefined): string {
  if (rate !== undefined) return formatRate(rate);
  return outcome === undefined || outcome.kind === 'skipped' ? '–' : outcome.kind;
}

/** What the words in a table mean, each once: `quamina cannot: has no anything-but prefix (PARTIAL_COMBO, COMBO)`. */
export function toNotes(cells: readonly Cell[], label: (cell: Cell) => string): readonly string[] {
  const notes = new Map<string, string[]>();
  for (const cell of cells) {
    if (cell.outcome.kind === 'measured') continue;
    const note = `${cell.contender} ${cell.outcome.kind}: ${cell.outcome.why}`;
    notes.set(note, [...(notes.get(note) ?? []), label(cell)]);
  }
  return [...notes].map(([note, labels]) => `${note} (${labels.join(', ')})`);
}
