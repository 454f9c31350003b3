import type { TokenCredential } from '@azure/identity';
import { type Env, need } from '../../shared/delivery/embedded/env.ts';
import { createCredential } from './credential.ts';

export type Account =
  | { readonly kind: 'key'; readonly connection: string }
  | { readonly kind: 'identity'; readonly name: string; readonly credential: TokenCredential };

/**
 * The storage account: of AZURE_STORAGE_CONNECTION_STRING, which holds a key, or else the one named in AZURE_STORAGE_ACCOUNT, opened
 * by the identity. Throws when neither is set.
 */
export function accountFromEnv(env: Env): Account {
  const { AZURE_STORAGE_CONNECTION_STRING: connection = '', AZURE_STORAGE_ACCOUNT: name = '' } = env;
  if (connection !== '') return { kind: 'key', connection };
  if (name === '') need(env, 'AZURE_STORAGE_CONNECTION_STRING', EITHER);
  // The name becomes part of a host name, to which a token is sent.
  if (!/^[a-z0-9]{3,24}$/.test(name))
    throw new Error(
      `AZURE_STORAGE_ACCOUNT is ${JSON.stringify(name)}: expected a name of 3 to 24 letters a-z and digits`,
    );
  return { kind: 'identity', name, credential: createCredential(env) };
}

const EITHER =
  'the storage account’s connection string, or its name in AZURE_STORAGE_ACCOUNT for who has an identity instead of a key';
