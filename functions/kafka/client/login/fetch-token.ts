import { request as requestHttp } from 'node:http';
import { type RequestOptions, request as requestHttps } from 'node:https';
import { text } from 'node:stream/consumers';
import { messageOf } from '../../../../shared/delivery/port-error.ts';
import { isObject, parseJson } from '../../../../shared/schemas/json.ts';
import type { TokenEndpoint } from '../settings/oauth-settings.ts';
import type { Fresh } from './tokens.ts';

/** For a connection and the whole answer, in milliseconds. */
const PATIENCE = 5_000;
/** Where the answer does not say how long a token lives, in seconds (RFC 6749, section 5.1, leaves it out). */
const LIFETIME = 300;

/** One token of the client credentials grant (RFC 6749, section 4.4). Rejects with a sentence that says what the endpoint said, and no secret. */
export async function fetchToken(endpoint: TokenEndpoint): Promise<Fresh> {
  const { status, body } = await post(endpoint).catch((error: unknown) => {
    // Without its cause: who explains Kafka's errors would take the endpoint's certificate or address for the broker's.
    throw new Error(`${endpoint.place} gave no token (${messageOf(error)})`);
  });
  const parsed = parseJson(body);
  const answer = parsed.ok && isObject(parsed.value) ? parsed.value : {};
  const { access_token: token, expires_in: seconds } = answer;
  if (status === 200 && typeof token === 'string' && token !== '') {
    return { token, lifetime: (Number(seconds) > 0 ? Number(seconds) : LIFETIME) * 1_000 };
  }
  throw new Error(`${endpoint.place} gave no token (expected 200 with an access_token, got ${status}${said(answer)})`);
}

/** The code of RFC 6749, section 5.2, when it looks like one: what else an endpoint says may hold what it was sent. */
function said({ error }: { readonly error?: unknown }): string {
  return typeof error === 'string' && /^[a-z_]{1,64}$/.test(error) ? ` and ${error}` : '';
}

function post(endpoint: TokenEndpoint): Promise<{ readonly status: number; readonly body: string }> {
  const request = endpoint.url.startsWith('https:') ? requestHttps : requestHttp;
  const form = new URLSearchParams({ grant_type: 'client_credentials' });
  if (endpoint.scope !== undefined) form.set('scope', endpoint.scope);
  return new Promise((resolve, reject) => {
    const call = request(endpoint.url, optionsFor(endpoint), (response) => {
      text(response).then((body) => resolve({ status: response.statusCode ?? 0, body }), reject);
    });
    call.once('error', reject);
    call.end(form.toString());
  });
}

function optionsFor(endpoint: TokenEndpoint): RequestOptions {
  const ca = endpoint.ca();
  return {
    method: 'POST',
    signal: AbortSignal.timeout(PATIENCE),
    headers: {
      accept: 'application/json',
      authorization: `Basic ${Buffer.from(basic(endpoint)).toString('base64')}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    ...(ca === undefined ? {} : { ca }),
  };
}

function basic({ clientId, clientSecret, urlEncode }: TokenEndpoint): string {
  const parts = [clientId, clientSecret()];
  return (urlEncode ? parts.map((part) => encodeURIComponent(part)) : parts).join(':');
}
