import type { Backoff } from '../api/settings.ts';

/**
 * Milliseconds until a message is delivered again after its `attempts`-th delivery failed: from the minimum, doubling to the maximum; 0
 * without a policy. "Handle message failures" in the Pub/Sub documentation. Google adds jitter; this does not, so that tests are exact.
 */
export function retryDelay(policy: Backoff | undefined, attempts: number): number {
  if (!policy) return 0;
  return Math.min(policy.maximum, policy.minimum * 2 ** (attempts - 1));
}
