import type { TokenCredential } from '@azure/identity';
import type { Env } from '../../shared/delivery/embedded/env.ts';
import { inTime } from '../../shared/delivery/in-time.ts';
import { once } from '../../shared/delivery/once.ts';
import { patience } from '../../shared/delivery/patience.ts';

/**
 * Who we are where there is no key. In a function app (IDENTITY_ENDPOINT) the managed identity of AZURE_CLIENT_ID and nothing else.
 * Anywhere else whoever is logged in: a service principal of AZURE_* variables, a workload identity, a virtual machine's identity, `az
 * login` (Azure Identity documentation, "DefaultAzureCredential overview"). The library is loaded with the first token.
 */
export function createCredential(env: Env): TokenCredential {
  const open = once(() => openCredential(env));
  return {
    getToken: (scopes, options) =>
      // A time of its own: several requests wait for one token, and the first of them must not take it from the others.
      inTime(patience.total, async (abortSignal) => (await open()).getToken(scopes, { ...options, abortSignal })).catch(
        (cause: unknown) => {
          // Without the cause's status, which is the identity service's own and says nothing of what was asked for.
          throw new Error(`no token for ${[scopes].flat().join(' ')}: ${whyNot(env)}`, { cause });
        },
      ),
  };
}

async function openCredential(env: Env): Promise<TokenCredential> {
  const { DefaultAzureCredential, ManagedIdentityCredential } = await import('@azure/identity');
  const retryOptions = { maxRetries: patience.tries - 1, retryDelayInMs: patience.pause };
  const clientId = idOf(env);
  if (isDeployed(env)) return new ManagedIdentityCredential({ retryOptions, ...(clientId && { clientId }) });
  const managedIdentity = clientId && { managedIdentityClientId: clientId };
  return new DefaultAzureCredential({ retryOptions, processTimeoutInMs: patience.total, ...managedIdentity });
}

function whyNot(env: Env): string {
  if (!isDeployed(env))
    return 'nobody is logged in. Run `az login`, or set AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET';
  const who = idOf(env) === undefined ? 'the system-assigned identity' : `the identity AZURE_CLIENT_ID=${idOf(env)}`;
  return `${who} gives none. Expected it to be assigned to the function app`;
}

function isDeployed(env: Env): boolean {
  return env.IDENTITY_ENDPOINT !== undefined;
}

function idOf(env: Env): string | undefined {
  return env.AZURE_CLIENT_ID === '' ? undefined : env.AZURE_CLIENT_ID;
}
