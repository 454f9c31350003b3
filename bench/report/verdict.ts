import { formatRatio, toDigits } from './format.ts';

/** A target, and whether it held; `holds` is undefined when there was nothing to judge it by. */
export type Verdict = { readonly target: string; readonly holds: boolean | undefined; readonly detail: string };

/** One measured value that a target is about; undefined is one that could not be had, which misses any target. */
export type Judged = { readonly name: string; readonly value: number | undefined };

export type Bound = { readonly target: string; readonly unit: string } & (
  | { readonly least: number; readonly most?: never }
  | { readonly most: number; readonly least?: never }
);

/** Holds when every value does. Says the one that is nearest to missing, or all that miss, and by how much the worst does. */
export function judge(bound: Bound, values: readonly Judged[]): Verdict {
  const { target } = bound;
  if (values.length === 0) return { target, holds: undefined, detail: 'not measured' };
  const sorted = [...values].sort((one, other) => margin(bound, one.value) - margin(bound, other.value));
  const missed = sorted.filter(({ value }) => margin(bound, value) < 1);
  const tell = ({ name, value }: Judged) => `${name} ${value === undefined ? 'not measured' : format(bound, value)}`;
  if (missed.length === 0)
    return { target, holds: true, detail: `the nearest: ${sorted.slice(0, 1).map(tell).join()}` };
  const factor = margin(bound, missed[0]?.value);
  const short = factor > 0 ? `the worst by a factor of ${toDigits(1 / factor)}` : 'the worst without any value';
  return {
    target,
    holds: false,
    detail: `missed by ${missed.length} of ${values.length}, ${short}: ${missed.map(tell).join(', ')}`,
  };
}

/** How far on the good side of the bound, as a factor: below 1 misses. */
function margin({ least, most }: Bound, value: number | undefined): number {
  if (value === undefined || Number.isNaN(value)) return 0;
  return least === undefined ? (most ?? 0) / Math.max(value, Number.MIN_VALUE) : value / least;
}

function format({ unit }: Bound, value: number): string {
  return unit === '×' ? formatRatio(value) : `${toDigits(value)} ${unit}`;
}
