import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export type TokenEndpoint = {
  readonly url: string;
  /** The forms that were sent with the right secret. */
  readonly given: readonly string[];
  readonly close: () => Promise<void>;
};

/** Gives tokens that live so many seconds to the client `waybill` with the secret `client-secret` (RFC 6749, section 4.4). */
export async function startTokenEndpoint(tls: { cert: string; key: string }, seconds: number): Promise<TokenEndpoint> {
  const given: string[] = [];
  const right = `Basic ${Buffer.from('waybill:client-secret').toString('base64')}`;
  const server = createServer(tls, async (request, response) => {
    const form = await text(request);
    const isRight = request.headers.authorization === right;
    if (isRight) given.push(form);
    response.writeHead(isRight ? 200 : 401, { 'content-type': 'application/json' });
    const answer = { access_token: unsecuredToken('waybill', seconds), token_type: 'Bearer', expires_in: seconds };
    response.end(JSON.stringify(isRight ? answer : { error: 'invalid_client' }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // it listens on a port
  const close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url: `https://localhost:${port}/token`, given, close };
}

/** A JSON Web Token without a signature (RFC 7519, section 6), such as Kafka's own validator for tests takes. */
export function unsecuredToken(sub: string, seconds: number): string {
  const now = Math.floor(Date.now() / 1_000);
  const claims = { sub, iat: Math.min(now, now + seconds - 1), exp: now + seconds };
  const parts = [{ alg: 'none' }, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'));
  return `${parts.join('.')}.`;
}
