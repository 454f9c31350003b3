import { inWords } from '../../shared/routing/explain/in-words.ts';
import { describeFilter } from '../../shared/routing/filter/describe-filter.ts';
import type { Pattern } from '../../shared/routing/pattern.ts';
import type { Target } from '../../shared/routing/table.ts';

/**
 * A route or a join as the list shows it. `where` holds the pattern’s alternatives, each with
 * one text a field; `within` is in milliseconds.
 */
export type ShortRoute = {
  readonly route: string;
  readonly kind: 'route' | 'join';
  readonly on: readonly string[];
  readonly where?: readonly (readonly string[])[];
  readonly filters?: string;
  readonly join?: Readonly<{
    opens: string;
    all: readonly string[];
    unless: readonly string[];
    by: string;
    within: number;
  }>;
  readonly emits: readonly string[];
};

export function inShort(target: Target): ShortRoute {
  const { kind, name: route, on, emits } = target;
  if (target.kind === 'join') {
    const { opens, all, unless, by, within } = target;
    return { route, kind, on, join: { opens, all, unless, by, within }, emits };
  }
  const { where, filter } = target;
  return {
    ...{ route, kind, on },
    ...(where === undefined ? {} : { where: alternativesOf(where) }),
    ...(filter === undefined ? {} : { filters: describeFilter(filter) }),
    emits,
  };
}

function alternativesOf({ alternatives }: Pattern): readonly (readonly string[])[] {
  return alternatives.map((fields) => fields.map(({ path, any }) => `${path}: ${inWords(any)}`));
}
