import { describe } from '../../shared/schemas/result.ts';
import { count, paint, plain } from '../text.ts';
import type { Worked } from './each-letter.ts';

type Wording<T> = {
  /** What was done to the letters, such as `redriven`. */
  readonly done: string;
  readonly json: boolean;
  readonly dryRun: boolean;
  readonly toLine: (worked: T, cloud: string) => string;
  readonly toJson: (worked: T) => object;
};

/** More lines than this are not read. */
const SHOWN = 20;

/** Says what became of each letter, the failures last, and sets the exit code: 1 when one failed. */
export function reportWork<T>(worked: readonly Worked<T>[], wording: Wording<T>): void {
  const failures = worked.flatMap(({ found, result }) => (result.ok ? [] : [{ found, error: result.error }]));
  const good = worked.flatMap(({ found, result }) => (result.ok ? [{ found, value: result.value }] : []));
  if (failures.length > 0) process.exitCode = 1;
  const { done, dryRun } = wording;
  if (wording.json) {
    const letters = good.map(({ found, value }) => ({ ...nameOf(found), ...wording.toJson(value) }));
    const failed = failures.map(({ found, error }) => ({ ...nameOf(found), error }));
    print(JSON.stringify({ dryRun, [done]: letters, failed }));
    return;
  }
  for (const { found, value } of good.slice(0, SHOWN)) print(wording.toLine(value, found.place.cloud));
  if (good.length > SHOWN) print(`… and ${good.length - SHOWN} more`);
  const sum = `${count(good.length, 'letter')} ${dryRun ? `would be ${done}` : done}`;
  print(paint('bold', failures.length === 0 ? sum : `${sum}, ${failures.length} failed:`));
  for (const { found, error } of failures)
    print(
      `  ${plain(found.entry.id)}  ${found.place.cloud}  ${paint('red', plain(error.code))}: ${plain(describe(error), 1_000)}`,
    );
}

function nameOf({ entry, place }: Worked<unknown>['found']) {
  return { id: entry.id, cloud: place.cloud, route: entry.route ?? null };
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
