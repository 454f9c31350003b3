import type { Input, Report } from '../engines/report.ts';
import type { Case } from '../workloads/case.ts';
import { median } from './median.ts';

/** What became of one contender with one case. */
export type Cell = {
  readonly section: Case['section'];
  readonly name: string;
  /** How many. */
  readonly rules: number;
  readonly contender: string;
  readonly outcome: Outcome;
};

export type Outcome =
  | { readonly kind: 'measured'; readonly report: Report }
  /** Building would take more than the limit, or the whole cell did. */
  | { readonly kind: 'not built'; readonly why: string }
  /** It has no word for an operator. */
  | { readonly kind: 'cannot'; readonly why: string }
  /** It refused a rule, or died. */
  | { readonly kind: 'fails'; readonly why: string }
  /** It found other matches than the rules say: the bench fails. */
  | { readonly kind: 'wrong'; readonly why: string }
  /** Its cell with fewer rules says enough. */
  | { readonly kind: 'skipped'; readonly why: string };

/** Events per second, the median of the rounds. */
export function rateOf(outcome: Outcome | undefined, input: Input): number | undefined {
  const rates = outcome?.kind === 'measured' ? outcome.report.inputs[input]?.rates : undefined;
  return rates && median(rates);
}

/** From JSON to the rules that want it, as bytes or as whatever text the contender takes. */
export function rateOfJson(outcome: Outcome | undefined): number | undefined {
  return rateOf(outcome, 'bytes') ?? rateOf(outcome, 'text');
}

/** What the bench fails by: other matches than the rules say, or ours that did not answer at all. */
export function isFailure({ contender, outcome }: Cell): boolean {
  return outcome.kind === 'wrong' || (contender === 'waybill' && outcome.kind === 'fails');
}
