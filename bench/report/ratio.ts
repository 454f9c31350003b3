import { rateOfJson } from '../cells/cell.ts';
import type { Row } from './columns.ts';
import type { Judged } from './verdict.ts';

/** Ours from bytes as a multiple of the quickest of these contenders in a row; nothing when none of them has a rate there. */
export function ratioTo(contenders: readonly string[], { label, cells }: Row): readonly Judged[] {
  const rates = contenders.flatMap((contender) => rateOfJson(cells.get(contender)) ?? []);
  if (rates.length === 0) return [];
  const ours = rateOfJson(cells.get('waybill'));
  return [{ name: label, value: ours === undefined ? undefined : ours / Math.max(...rates) }];
}
