import type { Env } from '../../shared/delivery/embedded/env.ts';

/**
 * The environment without the secrets that could not be read: in place of their value Azure leaves the reference to it (App Service
 * documentation, "Use Key Vault references"). To whoever needs one it is not set yet, and what does not need it goes on.
 */
export function withoutUnread(env: Env): Env {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => !value?.startsWith('@Microsoft.KeyVault(')));
}
