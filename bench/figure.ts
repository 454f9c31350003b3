/** One number that is no contest between contenders, and the target it has, if any. */
export type Figure = {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  readonly target?: string;
  readonly holds?: boolean;
};

type Bound = { readonly target: string; readonly most?: number; readonly least?: number };

export function holds(
  what: string,
  value: number,
  unit: string,
  { target, most = Infinity, least = 0 }: Bound,
): Figure {
  return { what, value, unit, target, holds: value <= most && value >= least };
}
