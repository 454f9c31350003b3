import type { Cell } from '../cells/cell.ts';
import type { Figure } from '../figure.ts';
import type { Table } from '../report/table.ts';
import type { Verdict } from '../report/verdict.ts';

/** What a section of the bench has found. */
export type Part = {
  readonly cells: readonly Cell[];
  readonly figures: readonly Figure[];
  readonly tables: readonly Table[];
  readonly verdicts: readonly Verdict[];
};

/** Of a section that was not asked for, or cannot be measured here. */
export const EMPTY_PART: Part = { cells: [], figures: [], tables: [], verdicts: [] };
