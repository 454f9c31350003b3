/** What went wrong with an input, in words that a stranger can act on. */
export type Problem = {
  /** A stable kebab-case name of the kind of problem. */
  readonly code: string;
  /** One sentence. */
  readonly message: string;
  /** A JSON Pointer (RFC 6901) into the input, or a 0-based UTF-16 offset in a text. */
  readonly at?: string | number;
  readonly expected?: string;
  readonly got?: string;
  /** What to do about it. */
  readonly fix?: string;
};

/** An expected failure is a value; only what nobody expected is thrown. */
export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: Problem };

export function ok<T>(value: T): Result<T> {
  return { ok: true, value };
}

export function fail(error: Problem): { readonly ok: false; readonly error: Problem } {
  return { ok: false, error };
}

/** `message at /path: expected X, got Y. Fix` on one line. */
export function describe(problem: Problem): string {
  const place = problem.at === undefined || problem.at === '' ? '' : ` at ${problem.at}`;
  const wanted = problem.expected === undefined ? '' : `: expected ${problem.expected}`;
  const got = problem.got === undefined ? '' : `, got ${problem.got}`;
  const fix = problem.fix === undefined ? '' : `. ${problem.fix}`;
  return `${problem.message}${place}${wanted}${got}${fix}`;
}

/** Names a value's kind, and the value itself when it is short: what an error may show of attributes and settings. */
export function show(value: unknown): string {
  if (typeof value === 'string' && value.length <= 60) return JSON.stringify(value);
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : kindOf(value);
}

/** Names a value's kind and size and nothing of what it holds: all that an error may say of event data, since errors are logged. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (typeof value === 'string') return `a string of ${value.length} characters`;
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
