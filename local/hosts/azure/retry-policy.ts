import type { RetryOptions } from './core-types.ts';

/**
 * Milliseconds until retry number `retry` (from 1), or undefined when there is none left; `random` gives numbers in
 * [0, 1). Exponential: the minimum interval, doubled each time with up to a fifth more or less, at most the maximum
 * ("Azure Functions error handling and retries", Retry strategies).
 */
export function nextRetryDelay(
  options: RetryOptions | undefined,
  retry: number,
  random: () => number,
): number | undefined {
  if (!options || (options.maxRetryCount !== -1 && retry > options.maxRetryCount)) return undefined;
  if (options.retryStrategy === 'fixedDelay') return toMs(options.delayInterval);
  const minimum = toMs(options.minimumInterval);
  const maximum = toMs(options.maximumInterval);
  return Math.min(maximum, Math.round(minimum + minimum * (2 ** retry - 1) * (0.8 + 0.4 * random())));
}

function toMs(duration: { readonly seconds: number } | undefined): number {
  return (duration?.seconds ?? 0) * 1000;
}
