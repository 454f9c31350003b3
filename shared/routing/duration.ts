import { fail, ok, type Result, show } from '../schemas/result.ts';

const UNITS = new Map([
  ['ms', 1],
  ['s', 1_000],
  ['m', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
]);

/** A length of time as a number and a unit, such as `500ms`, `20s`, `5m`, `24h` or `14d`, in milliseconds. */
export function parseDuration(input: unknown): Result<number> {
  const match = typeof input === 'string' ? /^(\d{1,9})(ms|s|m|h|d)$/.exec(input) : null;
  if (match === null) {
    return fail({
      code: 'bad-duration',
      message: 'Not a duration',
      expected: 'a number and ms, s, m, h or d, such as "20s"',
      got: show(input),
    });
  }
  return ok(Number(match[1]) * (UNITS.get(match[2] ?? '') ?? 1));
}
