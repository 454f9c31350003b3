import { serve } from '../../../../local/http.ts';

const HEADER = 'the-secret-of-this-app';

/**
 * The token endpoint of a function app, for the identity of one client id (Azure App Service documentation, "REST endpoint reference" of
 * managed identities). Whoever else asks is answered 400.
 */
export async function startIdentityEndpoint(clientId: string) {
  const resources: string[] = [];
  const server = await serve(async ({ url = '', headers }, response) => {
    const query = new URL(url, 'http://127.0.0.1').searchParams;
    const isRight = headers['x-identity-header'] === HEADER && query.get('api-version') === '2019-08-01';
    if (!isRight || query.get('client_id') !== clientId)
      return void response.writeHead(400).end(JSON.stringify({ statusCode: 400, message: 'No such identity' }));
    const resource = query.get('resource') ?? '';
    resources.push(resource);
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ ...createToken(resource), resource, token_type: 'Bearer', client_id: clientId }));
  });
  const env = { IDENTITY_ENDPOINT: `${server.url}/msi/token`, IDENTITY_HEADER: HEADER };
  return { env, resources, close: server.close };
}

/** Unsigned: Azurite looks at who issued it, for whom and when, and not at the signature. */
function createToken(aud: string) {
  const now = Math.floor(Date.now() / 1000);
  const claims = { aud, iss: 'https://sts.windows.net/waybill/', iat: now - 60, nbf: now - 60, exp: now + 3600 };
  const parts = [{ alg: 'RS256', typ: 'JWT' }, claims].map((part) =>
    Buffer.from(JSON.stringify(part)).toString('base64url'),
  );
  return { access_token: [...parts, 'c2ln'].join('.'), expires_on: String(claims.exp) };
}
