import type { OauthSettings } from '../settings/oauth-settings.ts';
import { readSecretFile } from '../settings/read-file.ts';
import { fetchToken } from './fetch-token.ts';
import { keepTokens, type Tokens } from './tokens.ts';

/** Tokens from the file, which somebody else keeps fresh, or from the endpoint. */
export function oauthTokens({ token }: Pick<OauthSettings, 'token'>): Tokens {
  if (token.kind === 'endpoint') return keepTokens(() => fetchToken(token));
  return { get: async () => readSecretFile(token.path, 'The file of tokens').trim(), forget: () => {} };
}
