import type { Condition } from './condition.ts';
import type { Plan, PlannedPath } from './plan.ts';

/** Notes at each path which numbers its conditions compare with; not where values are `readExactly`. */
export function setBounds(
  { paths, conditions }: Pick<Plan, 'paths' | 'conditions'>,
  readExactly: ReadonlySet<PlannedPath>,
): void {
  const bounds = paths.map((): number[] => []);
  for (const { condition, path } of conditions) {
    for (const bound of boundsOf(condition)) bounds[path]?.push(bound);
  }
  for (const path of paths) {
    if (!readExactly.has(path)) path.here.bounds = Float64Array.from(bounds[path.number] ?? []).sort();
  }
}

/** The numbers that it makes a difference to be above, at or below. */
function boundsOf(condition: Condition): readonly number[] {
  if (condition.kind === 'numeric') return [condition.low, condition.high];
  if (condition.kind === 'equals') return typeof condition.value === 'number' ? [condition.value] : [];
  return condition.kind === 'anything-but' ? condition.but.flatMap(boundsOf) : [];
}
