import { isObject } from '../schemas/json.ts';
import { describe } from '../schemas/result.ts';
import { parseDuration } from './duration.ts';

/**
 * What became of one delivery. `done` is final and good; `skipped` says that no condition held, `superseded` that newer work made
 * this needless. `retry` runs again: not before `after` milliseconds when given, and without spending an attempt when `counted` is
 * false. `reject` is final: the event goes to the dead letters.
 */
export type Outcome =
  | { readonly kind: 'done'; readonly as?: 'skipped' | 'superseded'; readonly reason?: string }
  | { readonly kind: 'retry'; readonly reason: string; readonly after?: number; readonly counted: boolean }
  | { readonly kind: 'reject'; readonly code: string; readonly reason: string };

export type Reject = Extract<Outcome, { kind: 'reject' }>;
export type Retry = Extract<Outcome, { kind: 'retry' }>;

export function done(): Outcome {
  return { kind: 'done' };
}

export function skipped(reason: string): Outcome {
  return { kind: 'done', as: 'skipped', reason };
}

/** Something newer is already there, so that running this event would undo it. */
export function superseded(reason: string): Outcome {
  return { kind: 'done', as: 'superseded', reason };
}

/** Never works for this event: `code` is a stable kebab-case name to group letters by, `reason` one sentence. */
export function reject(code: string, reason: string): Reject {
  return { kind: 'reject', code, reason };
}

/** May work later. `after` is a duration such as '30s'; `counted: false` is for what is nobody's fault. */
export function retry(options: { reason?: string; after?: string; counted?: boolean } = {}): Outcome {
  const after = options.after === undefined ? undefined : duration(options.after);
  const outcome = {
    kind: 'retry',
    reason: options.reason ?? 'the handler asked for it',
    counted: options.counted ?? true,
  } as const;
  return after === undefined ? outcome : { ...outcome, after };
}

function duration(text: string): number {
  const parsed = parseDuration(text);
  if (!parsed.ok) throw new TypeError(describe(parsed.error));
  return parsed.value;
}

/** Whether a value is an outcome, in every field that delivery relies on: a handler in JavaScript may return anything. */
export function isOutcome(value: unknown): value is Outcome {
  if (!isObject(value)) return false;
  const { kind, as, code, reason, after, counted } = value;
  if (kind === 'done') return [undefined, 'skipped', 'superseded'].some((one) => one === as);
  if (kind === 'reject') return typeof code === 'string' && typeof reason === 'string';
  const isTime = after === undefined || (typeof after === 'number' && Number.isFinite(after) && after >= 0);
  return kind === 'retry' && typeof reason === 'string' && typeof counted === 'boolean' && isTime;
}
