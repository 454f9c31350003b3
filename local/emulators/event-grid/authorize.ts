import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { Refusal } from './refusal.ts';

/**
 * Lets a publisher in by the key (`aeg-sas-key`) or by a shared access signature made with it (`aeg-sas-token`, or
 * `authorization: SharedAccessSignature …`); see "Authenticate Azure Event Grid clients using access keys or shared
 * access signatures". Throws a `Refusal` of 401.
 */
export function authorize(headers: IncomingHttpHeaders, expected: { key: string; path: string; now: number }): void {
  const key = headers['aeg-sas-key'];
  if (typeof key === 'string') {
    if (!same(key, expected.key)) throw unauthorized('the key is not that of this topic');
    return;
  }
  const token = headers['aeg-sas-token'] ?? headers.authorization?.match(/^SharedAccessSignature (.+)$/i)?.[1];
  if (typeof token !== 'string') throw unauthorized('neither aeg-sas-key nor aeg-sas-token was sent');
  checkToken(token, expected);
}

function checkToken(token: string, { key, path, now }: { key: string; path: string; now: number }): void {
  const signed = token.slice(0, token.lastIndexOf('&s='));
  const parts = new URLSearchParams(token.replaceAll('+', '%2B'));
  const digest = createHmac('sha256', Buffer.from(key, 'base64')).update(signed).digest('base64');
  if (!same(parts.get('s') ?? '', digest)) throw unauthorized('the token is not r=…&e=…&s=… or its signature is wrong');
  const resource = parts.get('r') ?? '';
  if (!URL.canParse(resource) || new URL(resource).pathname !== path)
    throw unauthorized('the token is for another topic');
  // The service writes the time as en-US text without a zone and means UTC: "6/5/2020 12:09:03 PM".
  const end = Date.parse(`${parts.get('e')?.replaceAll('+', ' ')} UTC`);
  if (!(end > now)) throw unauthorized('the token has expired');
}

function same(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function unauthorized(reason: string): Refusal {
  return new Refusal(
    401,
    'Unauthorized',
    `The request authorization key is not authorized. This is due to the reason: ${reason}.`,
  );
}
