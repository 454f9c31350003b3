import type { protos } from '@google-cloud/pubsub';
import { Refusal } from '../refusal.ts';

/** Where a subscription pushes to, and in which of the three documented forms. */
export type PushTarget = { readonly endpoint: URL; readonly form: 'wrapped' | 'raw' | 'raw with metadata' };

/** A push configuration, or undefined for pull. The OIDC token is accepted and ignored: pushes carry no `Authorization`. */
export function parsePush(config: protos.google.pubsub.v1.IPushConfig | null | undefined): PushTarget | undefined {
  if (!config?.pushEndpoint) return undefined;
  if (!URL.canParse(config.pushEndpoint)) throw unsupported(config.pushEndpoint);
  const endpoint = new URL(config.pushEndpoint);
  if (endpoint.protocol !== 'http:' && endpoint.protocol !== 'https:') throw unsupported(config.pushEndpoint);
  if (!config.noWrapper) return { endpoint, form: 'wrapped' };
  return { endpoint, form: config.noWrapper.writeMetadata ? 'raw with metadata' : 'raw' };
}

function unsupported(endpoint: string): Refusal {
  return new Refusal('INVALID_ARGUMENT', `Unsupported push_endpoint: ${endpoint}`);
}
