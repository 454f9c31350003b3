import type { Settings } from '../engines/report.ts';

/** A matcher that the bench measures, ours or a peer's, each cell in a process of its own. */
export type Contender = {
  readonly name: string;
  readonly version: string;
  /** Installs and builds what is not there yet. */
  readonly prepare: () => Promise<Ready>;
  /** The operators that it has no word for, as `operators.ts` names them. */
  readonly lacks?: readonly string[];
  /** The ways of running that are worth a try for these rules, of which the quickest counts; one when there is nothing to choose. */
  readonly modes?: (operators: ReadonlySet<string>) => readonly string[];
  /** Asks one rule after the other, so that ten times the rules take ten times as long: large numbers need no measuring. */
  readonly isLoop?: boolean;
  /** Matches nothing: only its time counts. */
  readonly isYardstick?: boolean;
  /** Milliseconds, after the first pass over the events. */
  readonly warmUp: number;
};

export type Ready = { readonly command: (task: Task) => readonly string[] } | { readonly missing: string };

/** The files of a cell, a JSON document on each line. */
export type Task = {
  readonly rules: string;
  readonly events: string;
  readonly settings: Settings;
  readonly mode: string;
};

/** What the contender has no word for among the operators of a case. */
export function lacking({ lacks = [] }: Contender, operators: ReadonlySet<string>): readonly string[] {
  return lacks.filter((operator) => operators.has(operator));
}
