import type { Table } from '../table.ts';

/** What a deployment must know of a table besides its filters. */
export type TableFacts = {
  readonly longestTimeoutSeconds: number;
  /** Some route keeps the events of one subject in order. */
  readonly ordered: boolean;
  readonly joins: boolean;
};

export function tableFacts({ routes }: Table): TableFacts {
  return {
    longestTimeoutSeconds: Math.ceil(Math.max(0, ...routes.map(({ timeout }) => timeout)) / 1_000),
    ordered: routes.some((target) => target.kind === 'route' && target.order === 'subject'),
    joins: routes.some(({ kind }) => kind === 'join'),
  };
}
