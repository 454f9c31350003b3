import { fail, type Problem } from '../schemas/result.ts';
import type { Env } from './embedded/env.ts';

/** Sizes in bytes that are refused before they are decoded. */
export type Limits = { readonly event: number; readonly batch: number };

const MIB = 1024 * 1024;

/** WAYBILL_MAX_EVENT_BYTES (1 MiB unless set) and WAYBILL_MAX_BATCH_BYTES (6 MiB unless set). Throws when one is no number. */
export function limitsFromEnv(env: Env): Limits {
  return { event: bytes(env, 'WAYBILL_MAX_EVENT_BYTES', MIB), batch: bytes(env, 'WAYBILL_MAX_BATCH_BYTES', 6 * MIB) };
}

export function tooLarge(
  what: 'event' | 'batch',
  size: number,
  limits: Limits,
): { readonly ok: false; readonly error: Problem } {
  return fail({
    code: 'too-large',
    message: `The ${what} is too large`,
    expected: `at most ${limits[what]} bytes`,
    got: `${size}`,
  });
}

function bytes(env: Env, name: string, fallback: number): number {
  const value = env[name] === undefined ? fallback : Number(env[name]);
  if (!Number.isInteger(value) || value < 1)
    throw new Error(`${name} is ${JSON.stringify(env[name])}: expected a whole number of bytes`);
  return value;
}
